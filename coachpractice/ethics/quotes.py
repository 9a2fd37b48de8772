from django.utils.translation import gettext_lazy as _

from coachpractice.ethics.models import Adoption
from coachpractice.practices.models import Membership
from coachpractice.registry.quotes import quote
from coachpractice.ui.formats import day_text

MEND = "ethics:mine"


@quote("code_edition", _("the edition of the code of ethics you signed"), mend=MEND)
def code_edition(coach: Membership, language: str) -> str:
    adoption = _newest(coach)
    return adoption.edition.edition if adoption else ""


@quote("code_adopted_day", _("the day you signed the code of ethics"), mend=MEND)
def code_adopted_day(coach: Membership, language: str) -> str:
    adoption = _newest(coach)
    return day_text(adoption.day, language) if adoption else ""


def _newest(coach: Membership) -> Adoption | None:
    return Adoption.objects.of_coach(coach).standing().first()
