from datetime import date

import pytest

from clients import actions as clients
from coachpractice import clock
from coachpractice.audit.models import Entry
from coachpractice.jobs.models import Job
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import concluding, sending
from coachpractice.signing.models import Envelope
from coachpractice.signing.proof import Visit
from contracts import actions
from contracts.models import Contract
from contracts.values import Values
from tests.clients.factories import ClientFactory
from tests.contracts.factories import (
    concluded_by,
    draft_of,
    freeze,
    fresh,
    sent_by,
    signed_by_client,
)

# Beginning


def test_a_first_draft_comes_filled_in_but_for_the_price(alice):
    with clock.at(date(2026, 11, 23)):
        contract = actions.draft(ClientFactory(by=alice), by=alice)
    assert contract.number == "2026-001"
    assert (contract.sessions_count, contract.session_minutes) == (8, 60)
    assert (contract.fee_per_session_cents, contract.total_cents) == (None, None)
    assert (contract.start_day, contract.end_day) == (date(2026, 11, 23), date(2027, 5, 24))
    assert contract.place != ""


def test_the_next_one_is_filled_in_like_the_last(alice):
    draft_of(alice, sessions_count=5, place="à mon cabinet", fee_per_session_cents=9_050)
    contract = actions.draft(ClientFactory(by=alice), by=alice)
    assert (contract.sessions_count, contract.place, contract.total_cents) == (
        5, "à mon cabinet", 45_250,
    )  # fmt: skip
    assert contract.client_expectations == ""
    assert contract.objectives == []


def test_words_in_another_language_are_not_taken_over(alice):
    draft_of(alice, place="à mon cabinet", rhythm="tous les quinze jours", sessions_count=5)
    contract = actions.draft(ClientFactory(by=alice, language="en"), by=alice)
    assert (contract.place, contract.rhythm, contract.sessions_count) == ("by video call", "", 5)


def test_numbers_follow_by_practice_and_year(alice, bob, charlie):
    with clock.at(date(2026, 12, 31)):
        numbers = [draft_of(coach).number for coach in (alice, bob, charlie)]
    with clock.at(date(2027, 1, 1)):
        numbers += [draft_of(coach).number for coach in (bob, alice)]
    assert numbers == ["2026-001", "2026-002", "2026-001", "2027-001", "2027-002"]


def test_a_draft_that_waits_is_opened_again(alice):
    client = ClientFactory(by=alice)
    assert actions.draft(client, by=alice) == actions.draft(client, by=alice)


# Drafting


def test_a_draft_may_be_incomplete(alice):
    contract = actions.draft(ClientFactory(by=alice), by=alice)
    actions.save(contract, by=alice, sessions_count=None, place="", start_day=None)
    contract = fresh(contract)
    assert (contract.sessions_count, contract.place, contract.total_cents) == (None, "", None)


def test_an_agreed_total_stands_before_the_computed_one(alice):
    contract = draft_of(alice, fee_total_cents=80_000)
    assert contract.total_cents == 80_000
    assert fresh(actions.save(contract, by=alice, fee_total_cents=None)).total_cents == 96_000


def test_only_whole_objectives_count_and_empty_ones_go(alice):
    rows = [
        {"text": " Parler ", "indicator": "Trois  fois"},
        {"text": "", "indicator": ""},
        {"text": "Dormir", "indicator": ""},
    ]
    contract = draft_of(alice, objectives=rows)
    assert contract.objectives == [
        {"text": "Parler", "indicator": "Trois fois"},
        {"text": "Dormir", "indicator": ""},
    ]
    assert contract.objectives_count == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"start_day": date(2027, 2, 2), "end_day": date(2027, 2, 1)}, "end_day"),
        ({"end_day": date(2020, 1, 1)}, "end_day"),
        ({"place": "x" * 301}, "place"),
        ({"client_expectations": "x" * 2001}, "client_expectations"),
        ({"objectives": [{"text": "x", "indicator": "y"}] * 11}, "objective_1"),
        ({"objectives": [{"text": "x", "indicator": "y" * 2001}]}, "indicator_1"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(alice, facts, field):
    contract = draft_of(alice)
    with pytest.raises(Refused) as refused:
        actions.save(contract, by=alice, **facts)
    assert list(refused.value.fields) == [field]


def test_the_journal_names_the_fields_and_none_of_their_words(alice):
    contract = draft_of(alice)
    actions.save(contract, by=alice, place="chez Odette", sessions_count=3)
    last = Entry.objects.filter(object=contract.pk).order_by("-at").first()
    assert (last.event, last.details) == (
        "contract-changed",
        {"place": True, "sessions_count": True},
    )


# Sending


def test_nothing_is_sent_while_something_is_missing(coach):
    contract = draft_of(coach, place="")
    with pytest.raises(Refused):
        actions.send(contract, by=coach)
    assert (Envelope.objects.filter(kind="coaching-contract").count(), contract.envelope) == (
        0,
        None,
    )


def test_sending_opens_an_envelope_and_enqueues_its_freezing(coach):
    contract = draft_of(coach)
    envelope = actions.send(contract, by=coach)
    parties = [(p.role, p.position, p.name, p.member) for p in envelope.parties.all()]
    assert parties == [
        ("client", 1, contract.client.name, None),
        ("coach", 2, "Alice Églantine", coach),
    ]
    assert (envelope.object, envelope.subject) == (contract.pk, contract.client_id)
    assert Job.objects.filter(name="signing.freeze").count() == 1
    contract = fresh(contract)
    assert contract.envelope == envelope
    assert contract.edition.edition == "2023"
    assert {"secrecy", "stopping", "relationship"} <= set(contract.sections.split())


def test_sent_twice_there_is_one_envelope(coach):
    contract = draft_of(coach)
    assert actions.send(contract, by=coach) == actions.send(contract, by=coach)
    assert Envelope.objects.filter(kind="coaching-contract").count() == 1


def test_what_was_sent_no_longer_changes(coach):
    contract = sent_by(coach)
    with pytest.raises(Refused):
        actions.save(contract, by=coach, sessions_count=3)
    assert fresh(contract).sessions_count == 8


def test_a_client_who_is_renamed_later_stands_in_the_sent_text_as_before(coach):
    contract = sent_by(coach)
    name = contract.client.name
    clients.change(contract.client, by=coach, name="Autre Nom")
    assert fresh(contract).envelope.snapshot["parties"][0]["name"] == name


def test_taken_back_it_may_be_changed_and_sent_again(coach):
    contract = sent_by(coach)
    first = contract.envelope
    sending.void(first, by=coach)
    actions.save(contract, by=coach, sessions_count=3)
    second = actions.send(contract, by=coach)
    assert second != first
    rows = dict(second.snapshot["sections"][5]["blocks"][0]["rows"])
    assert "3" in rows.values()
    assert fresh(contract).envelope == second


def test_declined_it_may_be_changed_and_sent_again(coach):
    contract = sent_by(coach)
    party = contract.envelope.parties.get(role="client")
    concluding.decline(party, reason="Trop cher", visit=Visit())
    actions.save(contract, by=coach, fee_per_session_cents=8_000)
    assert actions.send(contract, by=coach) != contract.envelope


# Concluding


def test_it_is_concluded_with_the_last_signature(coach):
    contract = signed_by_client(coach)
    assert contract.concluded_at is None
    contract = concluded_by(coach)
    assert contract.concluded_at == contract.envelope.signed_at
    assert Entry.objects.filter(object=contract.pk, event="contract-concluded").count() == 1


def test_an_english_contract_is_whole(coach):
    contract = draft_of(coach, ClientFactory(by=coach, language="en"))
    envelope = actions.send(contract, by=coach)
    freeze(envelope)
    assert envelope.snapshot["title"] == "Coaching contract"
    assert envelope.snapshot["total_text"] == "€960"


def test_gaps_name_where_each_is_mended(alice, edition):
    contract = actions.draft(ClientFactory(by=alice, adult=False), by=alice)
    actions.save(contract, by=alice, place="")
    urls = [gap.url for gap in Values(fresh(contract)).gaps]
    draft, file = f"/contracts/{contract.pk}/draft/", f"/clients/{contract.client_id}/change/"
    assert urls == [
        "/code/mine/",
        "/code/mine/",
        f"{draft}#id_place",
        f"{draft}#id_fee_per_session_cents",
        f"{draft}#id_client_expectations",
        f"{draft}#id_objective_1",
        file,
    ]


@pytest.mark.parametrize("missing", ["ties", "fit", "others"])
def test_intake_is_asked_before_sending(coach, missing):
    contract = draft_of(coach, ClientFactory(by=coach, **{missing: ""}))
    assert [gap.url for gap in Values(contract).gaps] == [f"/clients/{contract.client_id}/change/"]


def test_a_contract_that_is_over_is_not_sent(coach):
    contract = draft_of(coach)
    with clock.at(contract.end_day):
        assert Values(contract).gaps == []
    with clock.at(date(contract.end_day.year + 1, 1, 1)):
        assert [gap.url[-10:] for gap in Values(contract).gaps] == ["id_end_day"]


def test_contracts_are_of_one_coach(coach, bob):
    draft_of(coach)
    assert list(Contract.objects.visible_to(bob)) == []
