"""What a guest does while reading, and what the coach answers."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.mail.actions import post
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.signing import events
from coachpractice.signing.models import (
    Check,
    ClearCard,
    Envelope,
    LimitAnswer,
    Party,
    Question,
)
from coachpractice.signing.proof import Visit, note

LONGEST_QUESTION = 2000


def lock_open(party: Party) -> Party:
    """The party with its envelope locked, if it may still act; `Refused` says why not."""
    envelope = Envelope.objects.select_for_update(of=("self",)).get(pk=party.envelope_id)
    party = Party.objects.get(pk=party.pk)
    party.envelope = envelope
    if envelope.voided_at:
        raise Refused(_("Your coach took this document back. A new one may follow."))
    if party.signed_at:
        raise Refused(_("You have already signed this document."))
    if envelope.declined_at:
        raise Refused(_("This document was declined; it can no longer be signed."))
    if not envelope.is_open:
        raise Refused(_("The time to sign this document is over. Your coach can send it again."))
    return party


@transaction.atomic
def enter(party: Party, *, visit: Visit) -> None:
    """Note that the guest came in through their link."""
    Party.objects.filter(pk=party.pk, opened_at=None).update(opened_at=clock.now())
    note(events.ENTERED, party.envelope, by=party, values=visit.values())


@transaction.atomic
def confirm_clear(party: Party, *, card: str, visit: Visit) -> None:
    """« C'est clair pour moi ». Questions of the party on that card that nobody answered are closed
    by it; refused while an answer is missing on the card, or an objection waits for the coach."""
    party = lock_open(party)
    missing = _unanswered(party, card)
    if missing:
        raise Refused(_("Please answer this too, then say that it is clear."), fields=missing)
    if objections(party, card).exists():
        raise Refused(_("Your coach has not answered your objection yet."))
    for question in party.questions.filter(card=card).open():
        _close(question)
    _made = ClearCard.objects.get_or_create(
        party=party, card=card, defaults={"practice_id": party.practice_id}
    )[1]
    if _made:
        note(events.CLEAR, party.envelope, by=party, values=visit.values(), card=card)


def objections(party: Party, card: str) -> QuerySet[Question]:
    """What the party objected to on a card and nobody has answered."""
    return party.questions.filter(card=card).exclude(about="").open()


def _unanswered(party: Party, card: str) -> dict[str, str]:
    """What still has no answer on a card, by field."""
    text = party.text
    if card != text.get("answers_on"):
        return {}
    answered = set(party.checks.values_list("key", flat=True))
    limits = set(party.limitanswers.values_list("key", flat=True))
    choose = _("Choose one of the answers.")
    agree = _("Say whether you agree, and tick what you do not agree with.")
    to_agree = {each["key"] for each in text.get("limits", ()) if not each["told"]}
    return {
        **{
            f"check-{q['key']}": choose
            for q in text.get("comprehension", ())
            if q["key"] not in answered
        },
        **({"limits": agree} if to_agree - limits else {}),
    }


@transaction.atomic
def answer_card(party: Party, *, checks: dict[str, str], limits: dict[str, bool]) -> None:
    """Keep what was answered on the card of confidentiality, so that nothing typed is lost.

    An answer to a comprehension question stands once given; an answer about a limit may be
    changed until signing. An objection opens a question to the coach.
    """
    party = lock_open(party)
    text = party.text
    for question in text.get("comprehension", ()):
        choice = checks.get(question["key"])
        if choice and choice in {each["key"] for each in question["choices"]}:
            _keep_check(party, question, choice)
    for limit in text.get("limits", ()):
        if not limit["told"] and limit["key"] in limits:
            _keep_limit(party, limit, limits[limit["key"]])


def _keep_check(party: Party, question: dict[str, Any], choice: str) -> None:
    made = Check.objects.get_or_create(
        party=party,
        key=question["key"],
        defaults={
            "practice_id": party.practice_id,
            "choice": choice,
            "right_choice": question["right"],
        },
    )[1]
    if made:
        right = choice == question["right"]
        note(events.CHECKED, party.envelope, by=party, question=question["key"], right=right)


def _keep_limit(party: Party, limit: dict[str, Any], agreed: bool) -> None:
    answer, made = LimitAnswer.objects.get_or_create(
        party=party,
        key=limit["key"],
        defaults={"practice_id": party.practice_id, "agreed": agreed},
    )
    if not made and answer.agreed == agreed:
        return
    LimitAnswer.objects.filter(pk=answer.pk).update(agreed=agreed)
    note(events.LIMIT, party.envelope, by=party, limit=limit["key"], agreed=agreed)
    about = party.questions.filter(about=limit["key"])
    if agreed:
        for question in about.open():
            _close(question)
    elif not about.open().exists():
        _ask(party, card=party.text["answers_on"], about=limit["key"], text="")


@transaction.atomic
def ask(party: Party, *, card: str, text: str, visit: Visit) -> Question:
    """« J'ai une question ». The coach is told by mail, without its words; the card is not clear
    any more until it is answered and confirmed again."""
    party = lock_open(party)
    if not text.strip():
        raise Refused(_("Write your question first."), field=f"question-{card}")
    if len(text) > LONGEST_QUESTION:
        raise Refused(
            _("Please keep it under %(count)s characters.") % {"count": LONGEST_QUESTION},
            field=f"question-{card}",
        )
    return _ask(party, card=card, text=text.strip(), visit=visit)


def _ask(
    party: Party, *, card: str, text: str, about: str = "", visit: Visit | None = None
) -> Question:
    question = Question(
        practice_id=party.practice_id, party=party, card=card, about=about, text=text
    )
    question.created_at = clock.now()
    question.save(force_insert=True)
    ClearCard.objects.filter(party=party, card=card).delete()
    values = visit.values() if visit else None
    note(events.ASKED, party.envelope, by=party, subject=question, values=values, card=card)
    journal.record(events.ASKED, question, by=party)
    post("signing.question", question=question.pk)
    return question


@transaction.atomic
def close_question(question: Question, *, by: Party) -> None:
    """Whoever asked needs no answer any more."""
    party = lock_open(by)
    if question.party_id != party.pk:
        raise Refused(_("Only who asked can close this question."))
    _close(question)


def _close(question: Question) -> None:
    closed = Question.objects.filter(pk=question.pk).open().update(closed_at=clock.now())
    if closed:
        party = question.party
        note(events.CLOSED, party.envelope, by=party, subject=question)


@transaction.atomic
def answer(question: Question, *, by: Membership, text: str) -> None:
    """Answer in the product; the party is told by mail that an answer waits, without its words."""
    if not text.strip():
        raise Refused(_("Write your answer first."), field="answer")
    _answer(question, by=by, text=text.strip(), channel=Question.Channel.PRODUCT, spoken_on=None)
    if question.party.is_guest:
        post("signing.answer", question=question.pk)


@transaction.atomic
def answered_aloud(question: Question, *, by: Membership, on: date) -> None:
    """It was answered by phone or face to face on that local day."""
    if on > clock.today(by.practice.timezone):
        raise Refused(_("This day has not come yet."), field="spoken_on")
    _answer(question, by=by, text="", channel=Question.Channel.SPOKEN, spoken_on=on)


def _answer(
    question: Question, *, by: Membership, text: str, channel: str, spoken_on: date | None
) -> None:
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if not question.is_open:
        raise Refused(_("This question is no longer open."))
    question.answer = text
    question.channel = channel
    question.spoken_on = spoken_on
    question.answered_at = clock.now()
    question.answered_by = by
    question.save()
    journal.record(events.ANSWERED, question, by=by, channel=channel)
    note(events.ANSWERED, question.party.envelope, by=by, subject=question, channel=channel)


@transaction.atomic
def talked_over(check: Check, *, by: Membership) -> None:
    """The coach and the party talked over a point that was not understood."""
    done = Check.objects.filter(pk=check.pk).to_talk_over()
    if done.update(talked_over_at=clock.now(), talked_over_by=by):
        journal.record(events.TALKED_OVER, check, by=by)
        note(events.TALKED_OVER, check.party.envelope, by=by, subject=check, question=check.key)
