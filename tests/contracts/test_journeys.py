"""Contracts that several sign, from the coach's draft to the last signature, through the pages."""

import re

import pytest
from django.test import Client as Browser
from django.urls import reverse

from coachpractice.jobs import actions as jobs
from coachpractice.links.models import Link
from contracts.models import Contract
from tests.contracts.factories import freeze, fresh
from tests.contracts.several import (
    ARRANGEMENT,
    EXPECTS,
    PRIVATE,
    SPONSOR_EXPECTS,
    guests,
    minor,
    party,
    protected,
    sponsored,
    team,
)

TYPED = {
    "client_expectations": EXPECTS,
    "objective_1": "Tenir des réunions courtes",
    "indicator_1": "Trente minutes",
    "shared_1": "on",
    "objective_2": PRIVATE["text"],
    "indicator_2": PRIVATE["indicator"],
    "sessions_count": "8",
    "session_minutes": "60",
    "fee_per_session_cents": "120",
    "start_day": "2026-12-01",
    "end_day": "2027-06-30",
    "place": "en visio",
    "language": "fr",
    "arrangement": ARRANGEMENT,
}


PAYS = {
    "sponsor_expectations": SPONSOR_EXPECTS,
    "report_attendance": "client",
    "report_progress": "meeting",
    "meeting_start": "on",
    "meeting_end": "on",
    "signing_order": "together",
}


@pytest.fixture
def desk(client, coach, login):
    return login(client, coach)


def drafted(desk, client, **typed) -> Contract:
    """From the client's page to a draft without gaps, ready to be checked."""
    answer = desk.post(reverse("contracts:new"), {"client": str(client.pk)})
    sponsor = {**PAYS, "sponsor": str(client.sponsor_id)} if client.sponsor_id else {}
    answer = desk.post(answer.url, {**TYPED, **sponsor, **typed, "check": "1"})
    assert answer.status_code == 302
    return Contract.objects.get(client=client)


def sent(desk, client, **typed) -> Contract:
    contract = drafted(desk, client, **typed)
    return send(desk, contract)


def send(desk, contract) -> Contract:
    page = reverse("contracts:send", args=[contract.pk])
    assert desk.get(page).context["gaps"] == []
    assert desk.post(page).url == reverse("contracts:page", args=[contract.pk])
    freeze(fresh(contract).envelope)
    return fresh(contract)


class Guest:
    """Somebody at their phone, come in by the link in their mail."""

    def __init__(self, guest) -> None:
        self.party = guest
        self.browser = Browser()
        token = Link.objects.get(holder=guest.pk).token
        assert self.browser.post(f"/l/{token}").status_code == 302

    def sees(self) -> str:
        """The pages on which they read, choose and sign; and the paper."""
        pages = [self.browser.get(page) for page in ("/s/", "/s/choices/", "/s/review/")]
        return "\n".join(page.content.decode() for page in pages)

    def signs(self) -> None:
        self.reads()
        text = self.party.text
        choices = {f"consent-{each['key']}": "yes" for each in text["consents"]}
        answer = self.browser.post("/s/choices/", {**choices, "typed_name": self.party.name})
        assert answer.status_code == 302
        answer = self.browser.post("/s/review/", {"shown": self.party.text_sha256})
        assert answer.status_code == 302
        self.party.refresh_from_db()
        assert self.party.signed_at
        jobs.run_due()

    def reads(self) -> None:
        text = self.party.text
        answers = {f"check-{each['key']}": each["right"] for each in text["comprehension"]}
        answers |= {"limits": "agree"}
        for card in text["cards"]:
            given = answers if card["key"] == text["answers_on"] else {}
            answer = self.browser.post(f"/s/part/{card['key']}/", {**given, "do": "clear"})
            assert answer.status_code == 302

    def declines(self, why: str) -> None:
        assert self.browser.post("/s/decline/", {"reason": why}).status_code == 200


def countersigned(desk, contract) -> Contract:
    """By the coach, on the page Today leads to."""
    page = reverse("envelopes:countersign", args=[contract.envelope_id])
    shown = re.search(r'name="shown" value="(\w+)"', desk.get(page).content.decode())
    typed = {"shown": shown[1] if shown else contract.envelope.text_sha256}
    answer = desk.post(page, {**typed, "typed_name": contract.coach.user.name})
    assert answer.status_code == 302
    return fresh(contract)


def test_a_sponsor_declines_the_contract_is_changed_and_all_accept(desk, coach):
    client = sponsored(coach, name="Odette Passerose")
    contract = sent(desk, client)
    odette, aymar = Guest(party(contract, "Odette")), Guest(party(contract, "Aymar"))
    seen = aymar.sees()
    assert [kept in seen for kept in (PRIVATE["text"], EXPECTS, client.email)] == [False] * 3
    assert [kept in odette.sees() for kept in (PRIVATE["text"], EXPECTS)] == [True, True]
    odette.signs()
    aymar.declines("Trop de séances (mirtille)")
    page = desk.get(reverse("contracts:page", args=[contract.pk])).content.decode()
    assert "mirtille" in page
    draft = reverse("contracts:draft", args=[contract.pk])
    changed = {**TYPED, "sponsor": str(client.sponsor_id), "sessions_count": "6",
               "sponsor_expectations": SPONSOR_EXPECTS, "meeting_start": "on"}  # fmt: skip
    assert desk.post(draft, {**changed, "check": "1"}).status_code == 302
    contract = send(desk, contract)
    for name in ("Odette", "Aymar"):
        Guest(party(contract, name)).signs()
    contract = countersigned(desk, contract)
    assert (contract.concluded_at is None, contract.sessions_count) == (False, 6)


def test_a_minor_of_fourteen_and_two_parents_each_sign_a_text_of_their_own(desk, coach):
    client = minor(coach, parents=2, name="Lou Passerose")
    contract = sent(desk, client, both_parents="on")
    lou, rose, basile = (Guest(party(contract, name)) for name in ("Lou", "Rose", "Basile"))
    seen = {guest.party.name.split()[0]: guest.sees() for guest in (lou, rose, basile)}
    assert {name: "960" in page for name, page in seen.items()} == {
        "Lou": False, "Rose": True, "Basile": True,
    }  # fmt: skip
    assert {name: "Ce texte est pour toi" in page for name, page in seen.items()} == {
        "Lou": True, "Rose": False, "Basile": False,
    }  # fmt: skip
    assert all(ARRANGEMENT in page for page in seen.values())
    for guest in (rose, lou, basile):
        guest.signs()
    assert countersigned(desk, contract).concluded_at


@pytest.mark.parametrize(
    ("protection", "names"),
    [("guardianship", ["Agathe"]), ("curatorship", ["Odette", "Agathe"]), ("mandate", ["Agathe"])],
)
def test_a_protected_adult_is_signed_for_or_signs_with_their_curator(
    desk, coach, protection, names
):
    contract = sent(desk, protected(coach, protection, name="Odette Passerose"))
    assert [guest.name.split()[0] for guest in guests(contract)] == names
    for guest in guests(contract):
        Guest(guest).signs()
    assert countersigned(desk, contract).concluded_at


def test_three_of_a_team_never_see_each_other_s_choices_nor_the_price(desk, coach):
    contract = sent(desk, team(coach))
    awa = Guest(party(contract, "Awa"))
    awa.signs()
    samir = Guest(party(contract, "Samir"))
    seen = samir.sees()
    assert ["Awa" in seen, "Odile" in seen, "960" in seen] == [False, False, False]
    assert "960" in Guest(party(contract, "Aymar")).sees()
    samir.signs()
    for name in ("Odile", "Aymar"):
        Guest(party(contract, name)).signs()
    assert countersigned(desk, contract).concluded_at


def test_who_signs_first_is_asked_first(desk, coach):
    contract = sent(desk, sponsored(coach), signing_order="sponsor-first")
    client = party(contract, "Cliente")
    assert Link.objects.filter(holder=client.pk).count() == 0
    Guest(party(contract, "Aymar")).signs()
    Guest(party(contract, "Cliente")).signs()


def test_a_word_agreed_in_person_is_typed_for_each_before_sending(desk, coach):
    contract = drafted(desk, sponsored(coach), asks_code="agreed")
    page = reverse("contracts:send", args=[contract.pk])
    fields = re.findall(r'name="(secret_[0-9a-f-]+)"', desk.get(page).content.decode())
    answer = desk.post(page, {fields[0]: "noisette"})
    assert answer.status_code == 409
    assert [turn.error != "" for turn in answer.context["signers"]] == [False, True]
    assert desk.post(page, dict.fromkeys(fields, "noisette")).status_code == 302
    assert {each.code for each in guests(fresh(contract))} == {"agreed"}


def test_the_coach_reads_each_text_before_sending(desk, coach):
    contract = drafted(desk, sponsored(coach))
    page = reverse("contracts:as-client", args=[contract.pk])
    shown = {
        role: PRIVATE["text"] in desk.get(page, {"as": role}).content.decode()
        for role in ("client", "sponsor", "guardian", "<script>", "")
    }
    assert shown == {"client": True, "sponsor": False, "guardian": True, "<script>": True, "": True}


def test_who_does_not_pay_commits_to_nothing(desk, coach):
    contract = sent(desk, sponsored(coach))
    client, sponsor = (Guest(party(contract, name)) for name in ("Cliente", "Aymar"))
    for guest in (client, sponsor):
        guest.reads()
        choices = {f"consent-{each['key']}": "no" for each in guest.party.text["consents"]}
        guest.browser.post("/s/choices/", {**choices, "typed_name": guest.party.name})
    button = {g.party.role: "960" in _button(g.browser) for g in (client, sponsor)}
    assert button == {"client": False, "sponsor": True}


def _button(browser) -> str:
    main = browser.get("/s/review/").content.decode().split("</main>")[0]
    return main[main.index("<button") :]
