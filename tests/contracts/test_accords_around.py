"""What agreements and framework contracts mean elsewhere: the register, Today, the mails before a
date; and how their short wordings are made."""

import re
from dataclasses import fields, is_dataclass
from datetime import date, timedelta

import pytest

from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.reminders import waiting
from coachpractice.signing.actions import reading, sending
from coachpractice.signing.proof import Visit
from contracts import evidence
from contracts.accords import actions, reminders
from contracts.accords.wording import load
from contracts.models import Contract
from contracts.pieces import MARK, Placeholder
from contracts.wording import load as load_contract
from tests.clients.factories import ClientFactory
from tests.contracts.accords import (
    MAKE,
    agreement_of,
    concluded,
    framework_of,
    fresh,
    sent,
    signed,
    sponsor_of,
)
from tests.contracts.factories import concluded_by

DAY = timedelta(days=1)
BEGINS, ENDS = date(2026, 3, 1), date(2027, 2, 28)
NBSP = "\u00a0"
CAPACITIES = {
    "client": {"is_client": "1"},
    "hr-contact": {"is_organisation": "1", "capacity": "x", "organisation": "x"},
    "interpreter": {"is_near": "1", "capacity": "x"},
}

both = pytest.mark.parametrize("make", MAKE.values(), ids=MAKE)


# The register


def without_secrecy(coach, client):
    """A contract in force whose text says nothing of secrecy, as one signed elsewhere may."""
    contract = concluded_by(coach, client, start_day=BEGINS, end_day=ENDS + 90 * DAY, on=BEGINS)
    Contract.objects.filter(pk=contract.pk).update(sections=" parties fees ")


def secrecy_on(coach: Membership, day: date) -> str:
    with clock.at(day):
        return evidence.strict_confidentiality(coach, day).state


def test_an_agreement_with_the_client_stands_for_what_the_contract_lacks(coach):
    client = ClientFactory(by=coach)
    without_secrecy(coach, client)
    assert secrecy_on(coach, BEGINS + DAY) == "missing"
    accord = agreement_of(coach, capacity="client", client=client, start_day=BEGINS, end_day=ENDS)
    with clock.at(BEGINS):
        sent(accord)
    assert secrecy_on(coach, BEGINS + DAY) == "missing"
    concluded_on = BEGINS + 2 * DAY
    with clock.at(concluded_on):
        sending.void(fresh(accord).envelope, by=coach)
        concluded(fresh(accord))
    days = (concluded_on - DAY, concluded_on, ENDS, ENDS + DAY)
    assert [secrecy_on(coach, day) for day in days] == ["missing", "kept", "kept", "missing"]


def test_an_agreement_with_somebody_else_proves_nothing_of_the_client(coach):
    client = ClientFactory(by=coach)
    without_secrecy(coach, client)
    concluded(agreement_of(coach, client=client, start_day=BEGINS), on=BEGINS)
    assert secrecy_on(coach, BEGINS + DAY) == "missing"


# Today


def due_to(member, day=None):
    """What waits for a member: how it looks, and whether the weekly mail counts it."""
    day = day or clock.today(member.practice.timezone)
    found = [*reminders.questions(member, day), *reminders.open_accords(member, day)]
    return [(each.look, each.notify) for each in found]


@both
def test_what_is_drafted_or_on_its_way_waits_for_its_coach(coach, bob, make):
    accord = make(coach)
    assert due_to(coach) == [("idle", False)]
    accord = sent(accord)
    assert due_to(coach) == []
    with clock.at(clock.now() + timedelta(days=3, minutes=1)):
        assert due_to(coach) == [("due", True)]
    with clock.at(accord.envelope.expires_at):
        assert due_to(coach) == [("due", True)]
    assert due_to(bob) == []


@both
def test_a_question_waits_in_place_of_the_document(coach, make):
    accord = sent(make(coach))
    party = accord.envelope.parties.get(member=None)
    reading.ask(party, card="agreement", text="?", visit=Visit())
    with clock.at(clock.now() + timedelta(days=4)):
        assert due_to(coach) == [("missing", True)]


@both
def test_what_the_other_side_signed_waits_until_the_coach_signs(coach, make):
    signed(make(coach))
    assert due_to(coach) == [("due", True)]
    concluded(make(coach, sponsor_of(coach)) if make is framework_of else make(coach))
    assert due_to(coach) == [("due", True)]


def ending(member, day):
    with clock.at(day):
        return [
            each.label
            for name in ("contracts.agreements-ending", "contracts.frameworks-ending")
            for each in waiting_of(name, member, day)
        ]


def waiting_of(name, member, day):
    deadline = waiting.DEADLINES.get(name)
    return [deadline.due(row, day) for row in waiting.due_rows(deadline, member, day)]


@both
def test_an_end_is_told_from_sixty_days_before_until_two_weeks_after(coach, bob, make):
    concluded(make(coach, start_day=BEGINS, end_day=ENDS), on=BEGINS)
    days = (-61, -60, 0, reminders.AFTER_THE_END, reminders.AFTER_THE_END + 1)
    found = [len(ending(coach, ENDS + n * DAY)) for n in days]
    assert found == [0, 1, 1, 1, 0]
    assert ending(bob, ENDS) == []


@both
def test_an_end_is_told_until_a_renewal_is_sent(coach, make):
    accord = concluded(make(coach, start_day=BEGINS, end_day=ENDS), on=BEGINS)
    with clock.at(ENDS):
        made = actions.renew(accord, by=coach)
        assert len(ending(coach, ENDS)) == 1
        sent(fresh(made))
        assert ending(coach, ENDS) == []


@both
def test_mails_name_nobody(coach, make):
    accord = concluded(make(coach, start_day=BEGINS, end_day=ENDS), on=BEGINS)
    with clock.at(ENDS):
        name = "agreements" if make is agreement_of else "frameworks"
        (due,) = waiting_of(f"contracts.{name}-ending", coach, ENDS)
    assert accord.number in due.plain
    assert accord.subject_name not in due.plain
    assert accord.subject_name in due.words


# The short wordings


def texts(piece):
    unread = {"key", "kind", "number", "source", "guard", "clauses", "card", "right"}
    if isinstance(piece, str):
        yield piece
    elif isinstance(piece, tuple):
        for part in piece:
            yield from texts(part)
    elif is_dataclass(piece):
        for field in fields(piece):
            if field.name not in unread:
                yield from texts(getattr(piece, field.name))


def skeleton(piece):
    """What must be the same in both languages."""
    if isinstance(piece, str):
        return sorted(mark[1] for mark in MARK.finditer(piece))
    if isinstance(piece, tuple):
        return [skeleton(part) for part in piece]
    if isinstance(piece, Placeholder):
        return (piece.key, piece.required, piece.source, bool(piece.default))
    if is_dataclass(piece):
        same = {"key", "kind", "card", "clauses", "guard", "told", "version", "template"}
        return {
            f.name: getattr(piece, f.name) if f.name in same else skeleton(getattr(piece, f.name))
            for f in fields(piece)
        }
    return piece


@pytest.mark.parametrize("name", ["confidentiality", "framework"])
def test_both_languages_say_the_same(name):
    french, english = skeleton(load(name, "fr")), skeleton(load(name, "en"))
    assert (french.pop("language"), english.pop("language")) == ([], [])
    assert french == english


def test_the_limits_are_those_of_the_contract():
    own = load("confidentiality", "fr").fill({"is_client": "1"})
    contract = load_contract("coaching", "fr").fill({"pays_self": "1"})
    assert [(each.key, each.told) for each in own.limits] == [
        (each.key, each.told) for each in contract.limits
    ]


@pytest.mark.parametrize("given", CAPACITIES.values(), ids=CAPACITIES)
@pytest.mark.parametrize("end", ["", "1er juin"])
@pytest.mark.parametrize("address", ["", "x"])
def test_an_agreement_is_whole_for_whoever_signs_it(given, end, address):
    template = load("confidentiality", "fr")
    known = {p.key: p.example for p in template.placeholders if p.required}
    filled = template.fill({**known, **given, "end_day": end, "counterpart_address": address})
    keys = [line.key for line in filled.summary]
    assert keys == ["who", "about", "secrecy", "limits", "duration", "stopping"]
    assert len(filled.limits) == 6
    parties = filled.sections[0].blocks
    assert len(parties) == 3
    assert all(section.blocks for section in filled.sections)


@pytest.mark.parametrize("name", ["confidentiality", "framework"])
def test_french_is_set_as_french_is(name):
    bad = re.compile(rf"'|[^{NBSP}][:;?!»%€]|«[^{NBSP}]|n°[^{NBSP}]|\.\.\.|·")
    said = [MARK.sub("x", text) for text in texts(load(name, "fr"))]
    assert [text for text in said if bad.search(text) and "cnil" not in text] == []
    before = re.compile(r"\b(?:de|que|ne|la|se|jusque|lorsque|si) \{(\w+)", re.IGNORECASE)
    found = {key for text in texts(load(name, "fr")) for key in before.findall(text)}
    assert found <= {"notice_days", "coachees_most"}


@pytest.mark.parametrize("name", ["confidentiality", "framework"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_they_are_short(name, language):
    template = load(name, language)
    filled = template.fill({p.key: p.example for p in template.placeholders})
    words = " ".join(texts(tuple(filled.sections))).split()
    assert len(words) < 900
