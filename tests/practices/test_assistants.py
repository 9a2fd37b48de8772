"""What an assistant does and sees: who, when and for how much, for coaches who let them."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from clients import actions as clients
from clients.models import Client
from coachpractice.practices import team
from coachpractice.practices.models import Invitation, Membership, Profile
from coachpractice.registry.errors import Refused
from coachpractice.signing.models import Party, Question
from contracts import actions
from contracts.models import Contract
from tests.clients.factories import ClientFactory
from tests.contracts import factories
from tests.factories import MembershipFactory, UserFactory
from tests.pages import assert_page_is_sound, assert_valid_html, browse

pytestmark = pytest.mark.django_db
ARRANGEMENT = "Appeler sa sœur si elle ne vient pas."
REACH = {"name": "Vera Jonquille", "email": "vera@courriel.example", "language": "fr"}


@pytest.fixture
def zoe(alice) -> Membership:
    """Assists Alice, not Bob."""
    user = UserFactory(email="zoe@example.org", name="Zoé Bruyère")
    zoe = MembershipFactory(user=user, practice=alice.practice, role=Membership.Role.ASSISTANT)
    team.let_help(zoe, by=alice)
    return zoe


@pytest.fixture
def odette(alice) -> Client:
    client = ClientFactory(by=alice, name="Odette Passerose")
    client.ties_detail, client.arrangement = "une cousine", ARRANGEMENT
    client.save(update_fields=["ties_detail", "arrangement"])
    return client


def test_rows_are_those_of_the_coaches_who_let_them(zoe, odette, alice, bob, charlie):
    theirs = [ClientFactory(by=coach) for coach in (bob, charlie)]
    assert list(Client.objects.visible_to(zoe)) == [odette]
    team.let_help(zoe, by=bob)
    assert set(Client.objects.visible_to(zoe)) == {odette, theirs[0]}
    team.end_help(zoe, by=alice)
    assert list(Client.objects.visible_to(zoe)) == [theirs[0]]


def test_rows_open_names_and_nothing_that_was_said(zoe, odette, alice):
    contract = actions.draft(odette, by=alice)
    actions.save(contract, by=alice, **factories.AGREED)
    seen = Client.objects.visible_to(zoe).unlocked().get()
    assert (seen.name, seen.ties_detail, seen.arrangement) == ("Odette Passerose", "", "")
    row = Contract.objects.visible_to(zoe).select_related("client").unlocked().get()
    assert (row.client.name, row.client.ties_detail) == ("Odette Passerose", "")
    assert (row.client_expectations, row.objectives) == ("", None)


@pytest.mark.parametrize("model", [Profile, Invitation, Membership, Question])
def test_a_model_that_does_not_say_so_is_shut(zoe, alice, model):
    team.invite(email="dora@example.org", by=alice)
    assert list(model.objects.visible_to(zoe)) == []


def test_a_contract_is_begun_for_the_clients_coach_and_loses_nothing(client, zoe, odette, login):
    login(client, zoe)
    answer = client.post(reverse("contracts:new"), {"client": str(odette.pk)})
    contract = Contract.objects.get()
    assert answer.url == reverse("contracts:draft", args=[contract.pk])
    assert (contract.coach_id, contract.arrangement) == (odette.coach_id, ARRANGEMENT)
    terms = reverse("contracts:terms", args=[contract.pk])
    assert client.get(answer.url).url == terms
    page = client.get(terms)
    assert_valid_html(page.text)
    assert ARRANGEMENT not in page.text
    typed = {"sessions_count": "7", "fee_per_session_cents": "130", "start_day": "1/12/2026"}
    assert client.post(terms, typed | {"language": "fr"}).url == terms
    contract.refresh_from_db()
    assert (contract.sessions_count, contract.fee_per_session_cents) == (7, 13_000)
    assert (contract.start_day, contract.arrangement) == (date(2026, 12, 1), ARRANGEMENT)


def test_what_the_coach_wrote_stays_when_dates_are_prepared(client, zoe, alice, odette, login):
    contract = factories.draft_of(alice, odette)
    terms = reverse("contracts:terms", args=[contract.pk])
    login(client, zoe).post(terms, {"sessions_count": "9", "language": "fr"})
    kept = factories.fresh(contract)
    assert kept.sessions_count == 9
    assert kept.objectives == factories.AGREED["objectives"]
    assert kept.client_expectations == factories.AGREED["client_expectations"]
    assert (kept.expectations_given, kept.objectives_count) == (True, 1)


def test_a_file_is_opened_for_a_coach_they_help_and_for_no_other(client, zoe, alice, bob, login):
    login(client, zoe)
    add = reverse("clients:add")
    assert_valid_html(client.get(add).text)
    assert client.post(add, REACH | {"coach": str(bob.pk)}).status_code == 422
    client.post(add, REACH | {"coach": str(alice.pk)})
    vera = Client.objects.get()
    assert (vera.coach_id, vera.ties, vera.adult_confirmed_at) == (alice.pk, "", None)
    for coach in (None, bob):
        with pytest.raises(Refused):
            clients.add(by=zoe, coach=coach, name="X", email="x@courriel.example")


def test_how_somebody_is_reached_changes_and_what_was_declared_stays(client, zoe, odette, login):
    page = reverse("clients:change", args=[odette.pk])
    assert_valid_html(login(client, zoe).get(page).text)
    client.post(page, REACH | {"ties": "none", "ties_detail": "", "adult": ""})
    changed = Client.objects.unlocked().get(pk=odette.pk)
    assert (changed.name, changed.ties_detail) == ("Vera Jonquille", "une cousine")
    assert (changed.ties, changed.adult_confirmed_at) == (odette.ties, odette.adult_confirmed_at)


def test_without_a_coach_to_help_the_page_says_so(client, alice, zoe, login):
    team.end_help(zoe, by=alice)
    page = login(client, zoe).get(reverse("clients:add"))
    assert_valid_html(page.text)
    assert "<form" not in page.text.split("<main")[1].split("<footer")[0]
    for name in ("reminders:today", "clients:list", "contracts:list", "contracts:new"):
        assert client.get(reverse(name)).status_code == 200


class TestAContractThatWasSent:
    @pytest.fixture
    def contract(self, alice) -> Contract:
        call_command("load_code", verbosity=0)
        factories.sign_the_code(alice)
        return factories.sent_by(alice)

    def test_shows_parties_dates_and_fees(self, client, zoe, contract, login, open_page):
        page = open_page(width=360)
        browse(page, login(client, zoe))
        page.goto("http://localhost" + reverse("contracts:page", args=[contract.pk]))
        assert_page_is_sound(page)
        words = page.locator("main").inner_text()
        assert "120\xa0€" in words
        for said in factories.AGREED["objectives"][0].values():
            assert said not in words

    def test_its_people_get_a_new_link(self, client, zoe, contract, login):
        party = contract.envelope.parties.get(role="client")
        assert list(Party.objects.visible_to(zoe).filter(role="client")) == [party]
        before = contract.envelope.expires_at
        login(client, zoe)
        answer = client.post(reverse("envelopes:invite-again", args=[party.pk]))
        assert answer.url == reverse("contracts:page", args=[contract.pk])
        contract.envelope.refresh_from_db()
        assert contract.envelope.expires_at > before

    @pytest.mark.parametrize("name", ["countersign", "take-back", "envelope-document"])
    def test_is_not_signed_taken_back_or_read(self, client, zoe, contract, login, name):
        login(client, zoe, confirmed=True)
        url = reverse(f"envelopes:{name}", args=[contract.envelope_id])
        assert {client.get(url).status_code, client.post(url).status_code} <= {403, 405}
        assert (
            client.get(
                reverse("envelopes:envelope-document", args=[contract.envelope_id])
            ).status_code
            == 403
        )


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("clients:list", 6), ("contracts:list", 5)])
def test_lists_ask_the_same_number_of_queries(
    client, zoe, alice, login, name, queries, count, django_assert_num_queries
):
    for _ in range(count):
        actions.draft(ClientFactory(by=alice), by=alice)
    login(client, zoe)
    client.get(reverse(name))
    with django_assert_num_queries(queries), django_assert_num_queries(1, using="keyring"):
        client.get(reverse(name))
