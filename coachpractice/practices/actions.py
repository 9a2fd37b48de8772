"""Found a practice, change what it and its coaches say of themselves."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from coachpractice.accounts import actions as accounts
from coachpractice.accounts.models import User
from coachpractice.audit import journal
from coachpractice.practices import events, first_run
from coachpractice.practices.models import Membership, Practice, Profile
from coachpractice.practices.team import refuse_second_practice, seat
from coachpractice.registry.errors import Refused

SOMEBODY_CAME_FIRST = _("Somebody has founded a practice here already.")
FACTS = (
    "name", "legal_form", "registration", "address", "postcode", "city", "country", "vat_exempt",
    "vat_number", "mediator_name", "mediator_url", "suppliers", "language", "timezone",
)  # fmt: skip
PROFILE = (
    "title", "credentials", "phone", "professional_body", "methods", "tools",
    "supervision_rhythm", "deputy_name", "insurer", "insurance_number", "insurance_countries",
    "insurance_until",
)  # fmt: skip


@transaction.atomic
def found(
    *, user: User, name: str, specimen: bool = False, first: bool = False, **facts: Any
) -> Membership:
    """Make a practice that `user` owns; `facts` are any of `FACTS`.

    Refused to somebody who already works in a practice, and to whoever comes second where there
    is to be a `first` one: of two at once the database lets one through.
    """
    refuse_second_practice(user)
    facts = {"language": user.language, "timezone": user.timezone, **_only(FACTS, facts)}
    try:
        with transaction.atomic():
            practice = Practice.objects.create(
                name=name.strip(), specimen=specimen, first=first, **facts
            )
    except IntegrityError:
        raise Refused(SOMEBODY_CAME_FIRST) from None
    owner = seat(practice, user, Membership.Role.OWNER)
    journal.record(events.FOUNDED, practice, by=owner, specimen=specimen)
    return owner


@transaction.atomic
def found_first(
    *, email: str, password: str, name: str, practice: str, language: str
) -> Membership:
    """Make the first account and the first practice of an empty installation.

    Refused once somebody founded one.
    """
    if not first_run.is_open():
        raise Refused(SOMEBODY_CAME_FIRST)
    user = accounts.register(email=email, password=password, name=name, language=language)
    return found(user=user, name=practice, first=True)


@transaction.atomic
def found_own(*, user: User, name: str) -> Membership:
    """Make a practice for somebody who has an account: anybody where sign-up is open, elsewhere
    whoever comes first."""
    if not first_run.may_found():
        raise Refused(SOMEBODY_CAME_FIRST)
    return found(user=user, name=name, first=settings.SIGN_UP != "open")


@transaction.atomic
def change_facts(practice: Practice, *, by: Membership, **facts: Any) -> Practice:
    """Change what the practice prints on its documents; `facts` are any of `FACTS`."""
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    if changed := _assign(practice, _only(FACTS, facts)):
        practice.save(update_fields=changed)
        journal.record(events.FACTS_CHANGED, practice, by=by, **_named(changed))
    return practice


@transaction.atomic
def change_profile(profile: Profile, *, by: Membership, **facts: Any) -> Profile:
    """Change what a coach's contracts say of the coach; `facts` are any of `PROFILE`."""
    profile = Profile.objects.select_for_update(of=("self",)).get(pk=profile.pk)
    if changed := _assign(profile, _only(PROFILE, facts)):
        profile.save(update_fields=changed)
        journal.record(events.PROFILE_CHANGED, profile, by=by, **_named(changed))
    return profile


def _named(changed: list[str]) -> dict[str, Any]:
    """Which fields changed, for the journal: their names, never what stands in them."""
    return dict.fromkeys(changed, True)


def _only(known: tuple[str, ...], facts: Mapping[str, Any]) -> dict[str, Any]:
    if strange := set(facts) - set(known):
        raise TypeError(f"no such fact: {', '.join(sorted(strange))}")
    return dict(facts)


def _assign(row: Any, facts: Mapping[str, Any]) -> list[str]:
    """Set what differs and return its names."""
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    return changed
