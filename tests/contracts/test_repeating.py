"""The same contract for the next person."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from clients.models import Client
from coachpractice import clock
from coachpractice.registry.errors import Refused
from contracts.drafts import repeating
from contracts.drafts.repeating import Also, Person
from contracts.models import Contract
from contracts.values import Values
from tests.clients.factories import ClientFactory
from tests.contracts.factories import concluded_by, draft_of, fresh, sent_by
from tests.contracts.several import (
    EXPECTS,
    PRIVATE,
    SHARED,
    SPONSOR_EXPECTS,
    concluded_with,
    minor,
    sponsored,
    team,
)

ROSA = Person("Rosa Muguet", "rosa@courriel.example")
FIVE = [Person(f"{name} Muguet", f"{name.lower()}@courriel.example")
        for name in ("Rosa", "Lin", "Awa", "Jean", "Zoé")]  # fmt: skip
ALL, NOTHING, COMMON = Also(common=True, personal=True), Also(), Also(common=True)
NEW = {"name": ROSA.name, "email": ROSA.email, "settled": "on"}


@pytest.fixture
def desk(client, coach, login):
    return login(client, coach)


def url(page, contract):
    return reverse(f"contracts:{page}", args=[contract.pk])


def made_for(contract, coach, also=NOTHING, person=ROSA):
    (made,) = repeating.repeat_for_new(contract, [person], by=coach, also=also)
    return fresh(made)


def test_the_terms_go_over_and_the_confidences_do_not(coach):
    contract = concluded_by(
        coach, sessions_count=5, place="à Lyon", rhythm="le mardi", fee_total_cents=50_000
    )
    made = made_for(contract, coach)
    terms = ("sessions_count", "place", "rhythm", "fee_total_cents", "notice_days", "language")
    assert [getattr(made, each) for each in terms] == [getattr(contract, each) for each in terms]
    assert (made.client_expectations, made.objectives) == ("", [])
    assert (made.is_editable, made.number != contract.number) == (True, True)


def test_what_was_confided_goes_over_only_when_it_is_ticked(coach):
    contract = concluded_by(coach)
    made = made_for(contract, coach, also=ALL)
    assert made.client_expectations == contract.client_expectations
    assert made.objectives == contract.objectives


def test_the_tick_covers_the_intake(coach):
    made = made_for(sent_by(coach), coach, also=ALL)
    client = made.client
    assert (client.ties, client.fit, client.others) == ("none", "within", "none")
    assert client.adult_confirmed_by == coach
    assert Values(made).gaps == []


def test_with_a_sponsor_what_is_common_goes_over_and_the_link_is_noted(coach):
    odette = sponsored(coach)
    contract = concluded_with(coach, odette)
    made = made_for(contract, coach, also=COMMON)
    assert made.sponsor == contract.sponsor
    assert made.sponsor_expectations == SPONSOR_EXPECTS
    assert made.objectives == [SHARED]
    assert EXPECTS not in made.client_expectations
    assert PRIVATE not in made.objectives
    assert made.client.others == Client.Others.HARMLESS
    assert odette.code in made.client.others_detail
    assert odette.name not in made.client.others_detail


def test_nothing_common_either_when_it_is_not_ticked(coach):
    made = made_for(concluded_with(coach, sponsored(coach)), coach)
    assert (made.sponsor_expectations, made.objectives) == ("", [])


def test_days_that_have_passed_are_moved_to_today_and_last_as_long(coach):
    with clock.at(date(2026, 3, 2)):
        contract = draft_of(coach, start_day=date(2026, 3, 2), end_day=date(2026, 6, 1))
    with clock.at(date(2026, 11, 23)):
        made = made_for(contract, coach)
    assert made.start_day == date(2026, 11, 23)
    assert made.end_day - made.start_day == timedelta(days=91)


def test_days_to_come_stay(coach):
    with clock.at(date(2026, 11, 23)):
        contract = draft_of(coach, start_day=date(2027, 1, 4), end_day=date(2027, 6, 1))
        made = made_for(contract, coach)
    assert (made.start_day, made.end_day) == (date(2027, 1, 4), date(2027, 6, 1))


def test_five_coachees_of_one_sponsor_in_one_go(desk, coach):
    contract = concluded_with(coach, sponsored(coach))
    lines = "\n".join(
        (
            "Rosa Muguet rosa@courriel.example",
            "Lin Muguet <lin@courriel.example>",
            "awa@courriel.example ; Awa Muguet",
            "Jean Muguet\tjean@courriel.example",
            "",
            "Zoé Muguet, zoe@courriel.example",
        )
    )
    answer = desk.post(url("repeat", contract), {"people": lines, "settled": "on", "common": "on"})
    assert answer.url == reverse("contracts:list") + "?state=draft"
    made = Contract.objects.filter(concluded_at=None)
    assert sorted(row.client.name for row in made) == [
        "Awa Muguet", "Jean Muguet", "Lin Muguet", "Rosa Muguet", "Zoé Muguet",
    ]  # fmt: skip
    assert {row.sponsor for row in made} == {contract.sponsor}
    assert len({row.number for row in made}) == 5


@pytest.mark.parametrize(
    "lines",
    [
        "Rosa sans adresse",
        "rosa@courriel.example",
        "Rosa rosa@",
        "Rosa Muguet rosa@courriel.example\nRosa Muguet ROSA@courriel.example",
        "\n".join(f"A{n} a{n}@courriel.example" for n in range(11)),
    ],
)
def test_a_bad_line_is_named_and_nobody_is_added(desk, coach, lines):
    contract = concluded_with(coach, sponsored(coach))
    answer = desk.post(url("repeat", contract), {"people": lines, "settled": "on"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["people"]
    assert Client.objects.count() == 1


def test_whoever_has_a_file_already_is_not_added_twice(coach):
    contract = sent_by(coach)
    known = Person("Autre", contract.client.email.upper())
    with pytest.raises(Refused):
        repeating.repeat_for_new(contract, [ROSA, known], by=coach, also=NOTHING)
    assert Client.objects.count() == 1


def test_complete_it_goes_straight_to_the_check_page(desk, coach):
    contract = sent_by(coach)
    answer = desk.post(url("repeat", contract), NEW | {"personal": "on"})
    made = Contract.objects.exclude(pk=contract.pk).get()
    assert answer.url == url("send", made)
    assert desk.get(answer.url).context["gaps"] == []


def test_incomplete_it_goes_to_its_draft(desk, coach):
    contract = sent_by(coach)
    answer = desk.post(url("repeat", contract), NEW)
    made = Contract.objects.exclude(pk=contract.pk).get()
    assert answer.url == url("draft", made)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({}, ["__all__"]),
        ({**NEW, "settled": ""}, ["settled"]),
        ({**NEW, "name": ""}, ["name"]),
        ({**NEW, "email": ""}, ["email"]),
        ({**NEW, "email": "rosa"}, ["email"]),
        ({**NEW, "email": "a@b.example, c@d.example"}, ["email"]),
    ],
)
def test_what_is_missing_is_asked_for(desk, coach, typed, fields):
    answer = desk.post(url("repeat", sent_by(coach)), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == fields
    assert (Client.objects.count(), Contract.objects.count()) == (1, 1)


def test_a_client_without_a_contract_can_be_chosen(desk, coach):
    contract, free = sent_by(coach), ClientFactory(by=coach)
    busy = [sent_by(coach).client, draft_of(coach).client]
    page = desk.get(url("repeat", contract))
    offered = [value for value, _ in page.context["form"].fields["client"].choices]
    assert offered == ["", str(free.pk)]
    assert desk.post(url("repeat", contract), {"client": str(busy[0].pk)}).status_code == 422
    answer = desk.post(url("repeat", contract), {"client": str(free.pk), "personal": "on"})
    made = Contract.objects.get(client=free)
    assert answer.url == url("send", made)


def test_a_client_chosen_is_paid_for_by_the_sponsor_from_now_on(coach):
    contract = concluded_with(coach, sponsored(coach))
    free = ClientFactory(by=coach)
    assert free in repeating.candidates(contract, by=coach)
    made = repeating.repeat(contract, free, by=coach, also=COMMON)
    free.refresh_from_db()
    assert (made.sponsor, free.sponsor) == (contract.sponsor, contract.sponsor)
    assert free.others == Client.Others.HARMLESS


def test_only_the_same_kind_is_offered_and_only_adults_may_be_new(desk, coach, bob):
    contract = concluded_with(coach, minor(coach))
    ClientFactory(by=coach)
    ClientFactory(by=bob)
    page = desk.get(url("repeat", contract))
    assert not page.context["form"].is_possible
    child = minor(coach)
    assert repeating.candidates(contract, by=coach) == [child]


def test_nobody_repeats_the_contract_of_another(client, alice, bob, login):
    contract = draft_of(bob)
    assert login(client, alice).get(url("repeat", contract)).status_code == 404
    assert login(client, alice).post(url("repeat", contract), NEW).status_code == 404
    assert Client.objects.count() == 1


def test_a_team_s_contract_can_be_made_with_another_team(coach):
    contract = concluded_with(coach, team(coach))
    assert repeating.candidates(contract, by=coach) == []
