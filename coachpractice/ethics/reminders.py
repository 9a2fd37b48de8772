"""What waits about the code: a new edition to sign; and the code itself, beside what is due."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coachpractice.ethics import reading, register
from coachpractice.ethics.models import Adoption
from coachpractice.practices.models import Membership
from coachpractice.practices.permissions import Permission
from coachpractice.registry.evidence import State
from coachpractice.registry.reminders import Due, Step, days_left, due, panel, step
from coachpractice.ui.formats import day_text

FROM_HERE = "?from=today"


@due("ethics.new-edition")
def new_edition(member: Membership, day: date) -> Iterator[Due]:
    """The edition in force, for whoever signed an older one; within 30 days of its coming."""
    signed = Adoption.objects.of_coach(member).standing().first()
    current = reading.current()
    if signed is None or current is None or signed.edition.edition >= current.edition:
        return
    until = current.sign_before(member.practice.timezone)
    yield Due(
        subject=current.pk,
        since=current.loaded_at,
        words=_("Sign edition %(edition)s of the code of ethics") % {"edition": current.edition},
        hint=_("You signed edition %(edition)s. Read what changed, and sign by %(day)s.")
        % {"edition": signed.edition.edition, "day": day_text(until, get_language() or "")},
        url=reverse("ethics:adopt"),
        look="missing" if until < day else "due",
        label=days_left(until, day),
        plain=_("Edition %(edition)s of the code of ethics is to be signed")
        % {"edition": current.edition},
        day=until,
    )


@step("ethics.code", order=20)
def sign_the_code(member: Membership) -> Step:
    """Done by whoever signed an edition; a newer one waits among what is due."""
    return Step(
        _("Sign the code of ethics"),
        _("Read it, then sign: it is the spine of all that follows."),
        reverse("ethics:adopt") + FROM_HERE,
        Adoption.objects.of_coach(member).standing().exists(),
    )


@panel("ethics.code", template="ethics/_today.html", order=10)
def code(member: Membership, day: date) -> Mapping[str, Any] | None:
    """The states of all clauses, drawn; nothing before a code is loaded."""
    edition = reading.current()
    if edition is None or not member.may(Permission.SEE_REGISTER):
        return None
    entries = register.states(edition.text, member, day)
    counts = register.counts(entries)
    return {
        "spine": register.strokes(edition.text, entries),
        "kept": counts.get(State.KEPT, 0),
        "due": counts.get(State.DUE, 0),
        "missing": counts.get(State.MISSING, 0),
    }
