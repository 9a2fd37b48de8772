"""What a document may quote of a coach and their practice."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coachpractice.practices.models import Membership
from coachpractice.registry.quotes import quote

PRACTICE, PROFILE, ACCOUNT = "practices:facts", "practices:profile", "accounts:account"


def _plain(key: str, label: Any, mend: str, path: str) -> None:
    """A quote that is one field, by its path from the membership."""

    def read(coach: Membership, language: str) -> str:
        found: Any = coach
        for name in path.split("."):
            found = getattr(found, name)
        return str(found or "")

    quote(key, label, mend=mend)(read)


_plain("coach_name", gettext_lazy("your name"), ACCOUNT, "user.name")
_plain("coach_email", gettext_lazy("your e-mail address"), ACCOUNT, "user.email")
_plain(
    "coach_business_status", gettext_lazy("your business status"), PRACTICE, "practice.legal_form"
)
_plain("coach_registration", gettext_lazy("your registration"), PRACTICE, "practice.registration")
_plain("mediator_name", gettext_lazy("your consumer mediator"), PRACTICE, "practice.mediator_name")
_plain("processors", gettext_lazy("your technical suppliers"), PRACTICE, "practice.suppliers")
_plain("coach_phone", gettext_lazy("your telephone"), PROFILE, "profile.phone")
_plain("methods", gettext_lazy("your methods and their authors"), PROFILE, "profile.methods")
_plain("tools", gettext_lazy("your tests and tools, and their authors"), PROFILE, "profile.tools")
_plain(
    "supervisor_frequency",
    gettext_lazy("how often you have supervision"),
    PROFILE,
    "profile.supervision_rhythm",
)
_plain(
    "deputy_name",
    gettext_lazy("the person named in case you can no longer work"),
    PROFILE,
    "profile.deputy_name",
)


@quote("coach_address", gettext_lazy("your business address"), mend=PRACTICE)
def coach_address(coach: Membership, language: str) -> str:
    practice = coach.practice
    if not (practice.address and practice.city):
        return ""
    return f"{practice.address}, {practice.postcode} {practice.city}".replace(",  ", ", ")


@quote("mediator_url", gettext_lazy("your mediator’s website"), mend=PRACTICE)
def mediator_url(coach: Membership, language: str) -> str:
    return coach.practice.mediator_url.partition("//")[2].rstrip("/")


@quote("vat_sentence", gettext_lazy("your VAT statement"), mend=PRACTICE)
def vat_sentence(coach: Membership, language: str) -> str:
    practice = coach.practice
    with translation.override(language):
        if not practice.vat_exempt:
            number = practice.vat_number
            return _("VAT included, number %(number)s") % {"number": number} if number else ""
        if practice.country == "FR":
            return _("no VAT charged, article 293 B of the French tax code")
        return _("no VAT charged")
