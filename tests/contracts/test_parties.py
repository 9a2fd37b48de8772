"""Who signs which contract, what each reads, and what follows."""

import json

import pytest

from clients.actions import contacts, sponsors
from coachpractice import clock
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import concluding
from coachpractice.signing.models import Consent, Envelope
from coachpractice.signing.proof import Visit
from coachpractice.signing.texts import text_for
from contracts import actions, dossier, proofreading, text
from contracts.models import Contract, State
from contracts.values import Values
from tests.clients.factories import ClientFactory
from tests.contracts import several
from tests.contracts.factories import countersign, freeze, fresh
from tests.contracts.several import (
    ARRANGEMENT,
    EXPECTS,
    PRIVATE,
    SPONSOR_EXPECTS,
    concluded_with,
    drafted,
    guests,
    minor,
    party,
    protected,
    sent_to,
    sign_as,
    sponsor_of,
    sponsored,
    team,
)


def signers(contract):
    rows = contract.envelope.parties.unlocked().order_by("position", "created_at")
    return [(each.role, each.position, each.name.split()[0]) for each in rows]


def reads(guest):
    return json.dumps(guest.text, ensure_ascii=False)


def state_of(contract):
    return Contract.objects.with_state(clock.today()).get(pk=contract.pk).state


# Who signs


def test_client_and_sponsor_are_asked_at_once_and_the_coach_last(coach):
    contract = sent_to(coach, sponsored(coach))
    assert signers(contract) == [("client", 1, "Cliente"), ("sponsor", 1, "Aymar"),
                                 ("coach", 2, "Alice")]  # fmt: skip
    persons = {each.person for each in guests(contract)}
    assert persons == {contract.client_id, contract.sponsor.contacts.get().pk}


@pytest.mark.parametrize(
    ("order", "turns"),
    [
        ("together", {"client": 1, "sponsor": 1, "coach": 2}),
        ("client-first", {"client": 1, "sponsor": 2, "coach": 3}),
        ("sponsor-first", {"sponsor": 1, "client": 2, "coach": 3}),
    ],
)
def test_the_order_of_signing_is_agreed_in_the_contract(coach, order, turns):
    contract = sent_to(coach, sponsored(coach), signing_order=order)
    assert {role: position for role, position, _ in signers(contract)} == turns
    invited = {each.role for each in guests(contract) if each.invited_at}
    assert invited == {role for role, turn in turns.items() if turn == 1 and role != "coach"}


def test_a_minor_signs_beside_the_parent_who_signs(coach):
    contract = sent_to(coach, minor(coach, parents=2))
    assert [role for role, *_ in signers(contract)] == ["client", "guardian", "coach"]
    assert party(contract, "Rose").role == "guardian"


def test_the_other_parent_may_be_the_one_who_signs(coach):
    client = minor(coach, parents=2)
    basile = client.guardians.unlocked().order_by("-created_at").first()
    contract = sent_to(coach, client, guardian=basile)
    assert [name for *_, name in signers(contract)] == ["Cliente", "Basile", "Alice"]


def test_both_parents_sign_where_the_act_is_not_a_usual_one(coach):
    contract = sent_to(coach, minor(coach, parents=2), both_parents=True)
    assert [name for *_, name in signers(contract)] == ["Cliente", "Rose", "Basile", "Alice"]


@pytest.mark.parametrize(
    ("protection", "roles"),
    [
        ("guardianship", ["guardian", "coach"]),
        ("mandate", ["guardian", "coach"]),
        ("curatorship", ["client", "guardian", "coach"]),
    ],
)
def test_who_signs_for_a_protected_adult_depends_on_the_protection(coach, protection, roles):
    contract = sent_to(coach, protected(coach, protection))
    assert [role for role, *_ in signers(contract)] == roles


def test_for_a_team_the_sponsor_and_each_member_sign(coach):
    contract = sent_to(coach, team(coach))
    assert [role for role, *_ in signers(contract)] == [
        "member", "member", "member", "sponsor", "coach",
    ]  # fmt: skip


def test_a_parent_who_is_the_sponsor_signs_once_in_both_qualities(coach):
    client = minor(coach, sponsor=sponsor_of(coach, email="ROSE@famille.example"))
    contract = sent_to(coach, client)
    assert [role for role, *_ in signers(contract)] == ["client", "guardian", "coach"]
    rose = party(contract, "Rose")
    assert "au nom de l’organisation" in rose.text["statement"]
    assert SPONSOR_EXPECTS in reads(rose)
    assert PRIVATE["text"] in reads(rose)


def test_a_code_is_asked_where_the_contract_asks_for_one(coach):
    contract = sent_to(coach, sponsored(coach), asks_code="mail")
    assert {each.code for each in guests(contract)} == {"mail"}


def test_a_word_is_agreed_with_each_who_signs(coach):
    contract = drafted(coach, sponsored(coach), asks_code="agreed")
    people = [guest.person for guest in Values(contract).parties.guests]
    with pytest.raises(Refused) as refused:
        actions.send(contract, by=coach, secrets={people[0]: "noisette"})
    assert list(refused.value.fields) == [f"secret_{people[1]}"]
    assert Envelope.objects.filter(kind="coaching-contract").count() == 0
    actions.send(contract, by=coach, secrets=dict.fromkeys(people, "noisette"))
    assert {each.code for each in guests(fresh(contract))} == {"agreed"}


# What each reads


def test_the_sponsor_never_reads_what_is_between_client_and_coach(coach):
    contract = sent_to(coach, sponsored(coach, address="8, quai des Prunes"))
    client, sponsor = party(contract, "Cliente"), party(contract, "Aymar")
    for kept in (PRIVATE["text"], PRIVATE["indicator"], EXPECTS, client.email, "quai des Prunes"):
        assert (kept in reads(sponsor), kept in json.dumps(contract.envelope.snapshot)) == (
            False, kept in json.dumps(contract.envelope.snapshot),
        )  # fmt: skip
    assert [kept in reads(client) for kept in (PRIVATE["text"], EXPECTS, SPONSOR_EXPECTS)] == [
        True, True, True,
    ]  # fmt: skip
    assert "Tenir des réunions courtes" in reads(sponsor)
    assert "entre nous" not in reads(sponsor).lower().replace("lien entre nous", "")


def test_nothing_in_the_sponsor_s_text_tells_whether_something_is_kept_from_it(coach):
    texts = []
    for objectives in ([several.SHARED], [several.SHARED, PRIVATE]):
        client = sponsored(coach, name="Odette Passerose")
        contract = drafted(coach, client, objectives=objectives)
        texts.append(text_for(text.snapshot(Values(contract)), "sponsor"))
    one, other = ({**each, "number": ""} for each in texts)
    assert one == other


def test_a_child_reads_no_price_and_a_parent_reads_no_text_of_the_child(coach):
    contract = sent_to(coach, minor(coach))
    child, parent = party(contract, "Cliente"), party(contract, "Rose")
    assert ("960" in reads(child), "960" in reads(parent)) == (False, True)
    assert ARRANGEMENT in reads(child)
    assert ARRANGEMENT in reads(parent)
    assert "Ce texte est pour toi" in reads(child)
    assert "Ce texte est pour toi" not in reads(parent)
    assert "on me l’a expliqué" in child.text["statement"]


def test_members_read_rules_and_no_price_and_not_who_else_is_asked(coach):
    contract = sent_to(coach, team(coach))
    awa, sponsor = party(contract, "Awa"), party(contract, "Aymar")
    assert ["Samir" in reads(awa), "960" in reads(awa)] == [False, False]
    assert ["Samir" in reads(sponsor), "960" in reads(sponsor)] == [True, True]
    assert "Les règles de l’équipe" in reads(awa)
    assert sponsor.text["consents"] == []
    assert len(awa.text["consents"]) == 3


def test_an_arrangement_with_a_vulnerable_adult_is_between_client_and_coach(coach):
    client = sponsored(coach, vulnerable=True, arrangement=ARRANGEMENT)
    contract = sent_to(coach, client)
    assert ARRANGEMENT in reads(party(contract, "Cliente"))
    assert ARRANGEMENT not in reads(party(contract, "Aymar"))


def test_a_guardian_reads_for_whom_they_sign(coach):
    contract = sent_to(coach, protected(coach, "guardianship"))
    agathe = party(contract, "Agathe")
    assert agathe.text["statement"].startswith("Je représente Cliente")
    assert len(agathe.text["consents"]) == 4


def test_a_curator_chooses_nothing_in_the_client_s_place(coach):
    contract = sent_to(coach, protected(coach, "curatorship"))
    assert len(party(contract, "Cliente").text["consents"]) == 4
    assert party(contract, "Agathe").text["consents"] == []


def test_a_contract_across_a_border_says_where_each_works(coach):
    contract = sent_to(coach, ClientFactory(by=coach), client_country="BE")
    assert "France (votre coach)" in json.dumps(contract.envelope.snapshot, ensure_ascii=False)
    plain = sent_to(coach, ClientFactory(by=coach))
    assert "(votre coach) ;" not in json.dumps(plain.envelope.snapshot, ensure_ascii=False)


# What is missing


def gaps(contract):
    return [gap.url for gap in Values(fresh(contract)).gaps]


def test_a_sponsor_without_anybody_who_signs_is_told(coach):
    sponsor = sponsors.add(by=coach, name="Verrerie")
    contract = drafted(coach, ClientFactory(by=coach, sponsor=sponsor))
    assert set(gaps(contract)) == {f"/clients/sponsors/{sponsor.pk}/"}


def test_what_an_organisation_expects_and_one_common_objective_are_asked(coach):
    contract = drafted(coach, sponsored(coach), sponsor_expectations="", objectives=[PRIVATE])
    draft = f"/contracts/{contract.pk}/draft/"
    assert gaps(contract) == [f"{draft}#id_sponsor_expectations", f"{draft}#id_shared_1"]


def test_a_minor_needs_a_parent_and_an_arrangement(coach):
    contract = drafted(coach, minor(coach, parents=0), arrangement="")
    assert gaps(contract) == [
        f"/clients/{contract.client_id}/guardians/new/",
        f"/contracts/{contract.pk}/draft/#id_arrangement",
    ]


def test_the_second_parent_is_asked_for_where_both_sign(coach):
    contract = drafted(coach, minor(coach), both_parents=True)
    assert gaps(contract) == [f"/clients/{contract.client_id}/guardians/new/"]


def test_a_team_needs_members_and_an_organisation(coach):
    client = ClientFactory(by=coach, kind="team", name="Équipe", adult=None, email="")
    contract = drafted(coach, client)
    assert gaps(contract) == [
        f"/clients/{client.pk}/sponsor/",
        f"/clients/{client.pk}/members/new/",
    ]


def test_who_has_come_of_age_signs_as_an_adult(coach):
    contract = drafted(coach, minor(coach))
    with clock.at(contract.client.adult_on):
        found = gaps(contract)
    assert f"/clients/{contract.client_id}/change/" in found


def test_people_of_another_client_or_sponsor_are_refused(coach):
    contract = drafted(coach, sponsored(coach))
    other = sponsor_of(coach, email="autre@ailleurs.example")
    elsewhere = minor(coach).guardians.get()
    for field, person in (
        ("sponsor", other),
        ("sponsor_contact", other.contacts.get()),
        ("guardian", elsewhere),
    ):
        with pytest.raises(Refused) as refused:
            actions.save(contract, by=coach, **{field: person})
        assert list(refused.value.fields) == [field]


def test_one_mailbox_for_two_who_sign_is_told_before_sending(coach):
    client = sponsored(coach)
    contacts.change(client.sponsor.contacts.get(), by=coach, email=client.email.upper())
    warned = proofreading.warnings(Values(drafted(coach, client)))
    assert any("Aymar" in words for words in warned)


# What follows


def test_it_is_the_coach_s_turn_once_all_the_others_have_signed(coach):
    contract = sent_to(coach, sponsored(coach))
    found = [state_of(contract)]
    for guest in guests(contract):
        sign_as(guest)
        found.append(state_of(contract))
    assert found == [State.SENT, State.SENT, State.TO_COUNTERSIGN]
    countersign(fresh(contract))
    assert state_of(contract) == State.IN_FORCE


def test_declined_by_the_sponsor_it_is_changed_and_accepted(coach):
    contract = sent_to(coach, sponsored(coach))
    sign_as(party(contract, "Cliente"))
    concluding.decline(party(contract, "Aymar"), reason="Trop de séances", visit=Visit())
    assert state_of(contract) == State.DECLINED
    actions.save(contract, by=coach, sessions_count=6)
    freeze(actions.send(contract, by=coach))
    contract = fresh(contract)
    for guest in guests(contract):
        sign_as(guest)
    countersign(contract)
    assert (fresh(contract).concluded_at is None, fresh(contract).sessions_count) == (False, 6)


@pytest.mark.parametrize(
    "made",
    [
        lambda coach: sponsored(coach),
        lambda coach: minor(coach),
        lambda coach: minor(coach, sponsor=sponsor_of(coach)),
        lambda coach: protected(coach, "guardianship"),
        lambda coach: protected(coach, "curatorship"),
        lambda coach: protected(coach, "mandate"),
        lambda coach: team(coach),
    ],
    ids=["sponsor", "minor", "sponsored minor", "guardianship", "curatorship", "mandate", "team"],
)
def test_every_kind_of_contract_is_signed_to_its_end(coach, made):
    contract = concluded_with(coach, made(coach))
    assert contract.concluded_at == contract.envelope.signed_at


def test_the_choices_of_several_stand_under_their_names(coach):
    contract = concluded_with(coach, minor(coach))
    shown = dossier.Contracts().read(contract.client, by=coach)["choices"]
    assert {choice.by for choice in shown} == {contract.client.name, "Rose Passerose"}
    assert Consent.objects.filter(party__envelope=contract.envelope).count() == len(shown) == 5


def test_a_draft_begun_anew_with_a_sponsor_remembers_what_it_is_told(coach):
    sponsor = sponsor_of(coach)
    first = drafted(
        coach, ClientFactory(by=coach, sponsor=sponsor),
        report_attendance="coach", meeting_mid=True, asks_code="mail",
    )  # fmt: skip
    second = actions.draft(ClientFactory(by=coach, sponsor=sponsor), by=coach)
    assert first.pk != second.pk
    assert (second.report_attendance, second.meeting_mid, second.asks_code) == (
        "coach", True, "mail",
    )  # fmt: skip
    assert (second.sponsor_expectations, second.sponsor) == ("", sponsor)
    assert actions.draft(ClientFactory(by=coach), by=coach).report_attendance == "client"
