"""What waits about accords: questions, signatures, silence, drafts, and their ends."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.registry.reminders import Deadline, Due, days_left, deadline, due
from coachpractice.signing.models import Party, Question
from coachpractice.ui.formats import day_text, initials
from contracts.accords.kinds import AGREEMENT, FRAMEWORK, KINDS, Kind, kind_of
from contracts.models import Accord, AccordState

SILENT_AFTER = timedelta(days=3)
AFTER_THE_END = 14  # days one is told that it was not renewed


def _plain(accord: Accord) -> dict[str, str]:
    """How mails name an accord."""
    return {"document": str(kind_of(accord).label), "number": accord.number}


@due("contracts.accord-questions")
def questions(member: Membership, day: date) -> Iterator[Due]:
    """Questions the other side waits to have answered."""
    for kind in KINDS.values():
        reverse_name = kind.model._meta.model_name
        rows = (
            Question.objects.visible_to(member)
            .open()
            .filter(
                party__envelope__kind=kind.agreement,
                party__envelope__voided_at=None,
                party__envelope__declined_at=None,
            )
        )
        related = rows.select_related(f"party__envelope__{reverse_name}")
        for question in related.unlocked("identity").order_by("created_at"):
            accord = getattr(question.party.envelope, str(reverse_name))
            yield Due(
                subject=question.pk,
                since=question.created_at,
                words=_("Answer %(name)s") % {"name": question.party.name},
                hint=_("An objection to a limit of confidentiality.")
                if question.about
                else _("A question asked before signing."),
                url=reverse("envelopes:question", args=[question.pk]),
                look="missing",
                label=_("Open question"),
                plain=_("A question about %(document)s %(number)s waits for its answer")
                % _plain(accord),
            )


@due("contracts.accords-open")
def open_accords(member: Membership, day: date) -> Iterator[Due]:
    """Drafts to finish, signatures to give, refusals to read, silence to break. One with an open
    question is told by its question."""
    for kind in KINDS.values():
        yield from _open_of(kind, member, day)


def _open_of(kind: Kind, member: Membership, day: date) -> Iterator[Due]:
    asked = Question.objects.visible_to(member).open().filter(party__envelope=OuterRef("envelope"))
    parties = Party.objects.visible_to(member).filter(envelope=OuterRef("envelope"))
    guest, own = parties.guests(), parties.filter(member=member)
    rows = kind.model.objects.visible_to(member).filter(concluded_at=None).with_state(day)
    found = rows.for_list().annotate(
        asked=Exists(asked),
        guest=guest.values("pk")[:1],
        own=own.values("pk")[:1],
        invited=guest.values("invited_at")[:1],
        signed=guest.values("signed_at")[:1],
    )
    for accord in found:
        if accord.state == AccordState.DRAFT:
            yield _draft(kind, accord)
        elif not accord.asked and (waits := _on_its_way(kind, accord)):
            yield waits


def _named(accord: Any) -> dict[str, str]:
    return {"name": accord.subject_name or accord.number}


def _draft(kind: Kind, accord: Any) -> Due:
    return Due(
        subject=accord.pk,
        since=accord.saved_at,
        words=_("Finish what you drafted for %(name)s") % _named(accord),
        hint=f"{kind.label}, {accord.number}",
        url=reverse(kind.draft_url, args=[accord.pk]),
        look="idle",
        label=_("Draft"),
        plain=_("%(document)s %(number)s is still a draft") % _plain(accord),
        notify=False,
    )


def _on_its_way(kind: Kind, accord: Any) -> Due | None:
    envelope, page = accord.envelope, reverse(kind.page_url, args=[accord.pk])
    subject = envelope.pk
    match accord.state:
        case AccordState.DECLINED:
            since, words = envelope.declined_at, _("Read why %(name)s declined")
            hint, look = _("You can change it and send it again."), "missing"
            label, plain = _("Declined"), _("%(document)s %(number)s was declined")
        case AccordState.EXPIRED:
            since, words = envelope.expires_at, _("Send it to %(name)s again")
            hint, look = _("The time to sign is over."), "due"
            label, plain = _("Expired"), _("The time to sign %(document)s %(number)s is over")
        case AccordState.TO_COUNTERSIGN:
            page = reverse("envelopes:countersign", args=[envelope.pk])
            subject = accord.own
            since, words = accord.signed, _("Sign what %(name)s has signed")
            hint, look = _("It takes effect with your signature."), "due"
            label, plain = (
                _("Your signature"),
                _("%(document)s %(number)s waits for your signature"),
            )
        case _silent:
            subject = accord.guest
            since, words = accord.invited, _("Ask %(name)s whether the mail arrived")
            hint, look = _("Sent more than three days ago, not signed yet."), "due"
            label, plain = (
                _("No answer"),
                _("%(document)s %(number)s was sent more than three days ago"),
            )
            if since is None or since + SILENT_AFTER > clock.now():
                return None
    return Due(
        subject=subject,
        since=since,
        words=words % _named(accord),
        hint=hint,
        url=page,
        look=look,
        label=label,
        plain=plain % _plain(accord),
    )


class Ending(Deadline):
    """Accords in force that end, unless another one that was sent follows them."""

    field = "end_day"
    since = "concluded_at"
    overdue = AFTER_THE_END
    kind: Kind

    def rows(self) -> Any:
        return self.kind.model.objects.to_be_renewed().select_related(*self.kind.model.PEOPLE)

    def plain(self, row: Any) -> str:
        return _("%(document)s %(number)s ends") % _plain(row)

    def initials(self, row: Any) -> str:
        return initials(row.subject_name)

    def due(self, row: Any, day: date) -> Due:
        over = row.end_day < day
        words = (
            _("It ended: %(document)s, %(name)s") if over else _("It ends: %(document)s, %(name)s")
        )
        until = {"day": day_text(row.end_day, get_language() or "")}
        return Due(
            subject=row.pk,
            since=row.concluded_at,
            words=words % {**_plain(row), **_named(row)},
            hint=_("Last day: %(day)s. Renew it, or let it end.") % until,
            url=reverse(self.kind.page_url, args=[row.pk]),
            look="missing" if over else "due",
            label=days_left(row.end_day, day),
            plain=self.plain(row),
            day=row.end_day,
        )


@deadline("contracts.agreements-ending")
class AgreementsEnding(Ending):
    """Agreements of confidentiality that end; those without an end never do."""

    kind = AGREEMENT


@deadline("contracts.frameworks-ending")
class FrameworksEnding(Ending):
    """Framework contracts that end."""

    kind = FRAMEWORK
