"""Contracts that several sign, on the pages: the coach at a desk, each of the others on a phone."""

from datetime import date

import pytest
from playwright.sync_api import expect

from coachpractice import clock
from tests.journeys.office import ARRANGEMENT, AYMAR, AYMARS, typed
from tests.journeys.people import CLIENT, COACH, PHONES, verdict, words
from tests.signing.samples import CLIENT as ODETTE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(240),
    PHONES,
]

PRIVATE = "Décider de partir ou de rester"
SOUND = "Ce fichier est bien celui qui a été scellé"


def test_a_sponsor_declines_the_contract_is_changed_and_all_sign(
    site, office, take_phone, arrived, copy_for, open_page
):
    office.open_file(ODETTE, CLIENT)
    office.keep_file()
    office.add_sponsor()
    office.begin_draft()
    office.type(sponsor_expectations="Des réunions où tous s’expriment.")
    office.add_private_objective(PRIVATE, "une décision prise avant juin")
    office.check()
    office.send_contract(to="2 personnes")

    sponsor, client = take_phone(), take_phone()
    sponsor.open_link(arrived(AYMARS, 1))
    expect(sponsor.page.locator("main")).not_to_contain_text(PRIVATE)
    sponsor.decline("Six séances suffisent.")
    arrived(COACH, 1)
    office.change_declined("Six séances suffisent.", sessions_count="6")
    office.check()
    office.send_contract(to="2 personnes")

    client.open_link(arrived(CLIENT, 3))
    expect(client.page.locator("main")).to_contain_text(PRIVATE)
    client.read_all()
    client.choose_and_sign()
    sponsor.open_link(arrived(AYMARS, 2))
    expect(sponsor.page.locator("main")).to_contain_text("6 séances")
    sponsor.read_all()
    sponsor.choose_and_sign(AYMAR)
    office.countersign()

    copies = {name: copy_for(name) for name in (CLIENT, AYMARS, COACH)}
    said = {name: PRIVATE in words(copy) for name, copy in copies.items()}
    assert said == {CLIENT: True, AYMARS: False, COACH: True}
    office.see_in_force()
    stranger = open_page()
    assert {verdict(stranger, site, copy) for copy in copies.values()} == {SOUND}


def test_a_child_of_fourteen_and_two_parents_each_sign_a_text_of_their_own(
    office, take_phone, arrived, copy_for
):
    lou, parents = "lou@famille.example", ("Rose Passerose", "Basile Passerose")
    born = date(clock.today().year - 14, 1, 1)
    office.open_file("Lou Passerose", lou, "minor", born_on=typed(born))
    office.keep_file()
    addresses = [f"{name.split()[0].lower()}@famille.example" for name in parents]
    for name, address in zip(parents, addresses, strict=True):
        office.add_guardian(name, address, kind="parent")
    office.begin_draft()
    office.type(client_expectations="Oser parler en classe.", arrangement=ARRANGEMENT)
    office.page.locator("[name=both_parents]").check()
    office.check()
    office.send_contract(to="3 personnes")

    for name, address in zip(parents, addresses, strict=True):
        phone = take_phone()
        phone.open_link(arrived(address, 1))
        expect(phone.page.locator("main")).to_contain_text("960 €")
        expect(phone.page.locator("main")).not_to_contain_text("Ce texte est pour toi")
        phone.read_all()
        phone.choose_and_sign(name)
    child = take_phone()
    child.open_link(arrived(lou, 1))
    expect(child.page.locator("main")).to_contain_text("Ce texte est pour toi")
    expect(child.page.locator("main")).not_to_contain_text("960 €")
    child.read_all()
    child.choose_and_sign("Lou Passerose")
    office.countersign()
    copies = {address: words(copy_for(address)) for address in (lou, *addresses)}
    assert [("960 €" in said, "Ce texte est pour toi" in said) for said in copies.values()] == [
        (False, True),
        (True, False),
        (True, False),
    ]
    office.see_in_force()


@pytest.mark.parametrize(
    ("protection", "signers"),
    [("guardianship", ["Agathe Lierre"]), ("curatorship", [ODETTE, "Agathe Lierre"])],
    ids=["guardianship", "curatorship"],
)
def test_a_protected_adult_is_signed_for_or_signs_with_their_curator(
    office, take_phone, arrived, copy_for, protection, signers
):
    addresses = {ODETTE: CLIENT, "Agathe Lierre": "agathe@tutelle.example"}
    office.open_file(ODETTE, CLIENT, "protected")
    office.page.locator(f"[name=protection][value={protection}]").check()
    office.keep_file()
    office.add_guardian("Agathe Lierre", addresses["Agathe Lierre"])
    office.begin_draft()
    office.type(arrangement=ARRANGEMENT)
    office.check()
    office.send_contract(to=signers[0] if len(signers) == 1 else f"{len(signers)} personnes")
    for name in signers:
        phone = take_phone()
        phone.open_link(arrived(addresses[name], 1))
        phone.read_all()
        phone.choose_and_sign(name)
    office.countersign()
    for name in signers:
        assert ARRANGEMENT in words(copy_for(addresses[name]))
    office.see_in_force()
