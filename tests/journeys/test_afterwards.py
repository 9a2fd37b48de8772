"""What becomes of a contract in force: amended, withdrawn from, ended by the client."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from coachpractice import clock
from tests.clients.factories import ClientFactory
from tests.contracts.factories import concluded_by
from tests.journeys.people import CLIENT, COACH, PHONES, words
from tests.signing.samples import CLIENT as ODETTE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240), PHONES]


@pytest.fixture
def in_force(maud, office):
    """in_force(days): the contract of Odette, concluded so many days ago; the desk stands on it."""

    def conclude(days: int) -> None:
        day = clock.today() - timedelta(days=days)
        contract = concluded_by(maud, ClientFactory(by=maud, name=ODETTE, email=CLIENT), on=day)
        office.contract = f"{office.site}/contracts/{contract.pk}/"

    return conclude


@pytest.fixture
def own_page(take_phone, sealed_mail):
    """own_page(): Odette's phone, on the page she keeps."""

    def open_it():
        phone = take_phone()
        phone.open_link(sealed_mail(CLIENT), "Votre contrat")
        return phone

    return open_it


def test_on_day_thirteen_the_client_withdraws(office, in_force, own_page, letter):
    in_force(days=13)
    phone = own_page()
    phone.follow("Renoncer au contrat ici")
    phone.press("Continuer")
    phone.press("Confirmer la rétractation")
    expect(phone.page.locator("main")).to_contain_text("Ce contrat n’engage plus personne")
    receipt = letter(CLIENT, "Accusé de réception").get_body(("plain",)).get_content()
    assert ODETTE in receipt
    letter(COACH, "rétractation")
    office.page.goto(office.contract)
    expect(office.page.locator(".lede")).to_contain_text("ce contrat n’engage plus personne")
    office.follow("Régler la fin")
    office.press("C’est réglé")
    expect(office.page.get_by_role("link", name="Régler la fin")).to_have_count(0)


@pytest.mark.slow
def test_on_day_twenty_the_client_may_no_longer_withdraw_but_ends_it(
    office, in_force, own_page, letter
):
    in_force(days=20)
    phone = own_page()
    expect(phone.page.get_by_text("Renoncer au contrat ici")).to_have_count(0)
    phone.follow("Mettre fin au contrat")
    phone.fill(reason="J’ai trouvé ma voie.")
    phone.press("Mettre fin au contrat")
    expect(phone.page.locator(".lede")).to_contain_text("fin")
    expect(phone.page.get_by_role("link", name="Mettre fin au contrat")).to_have_count(0)
    told = letter(COACH, "prend fin").get_body(("plain",)).get_content()
    assert "trouvé ma voie" not in told
    office.page.goto(office.contract)
    office.follow("Régler la fin")
    expect(office.page.locator("main")).to_contain_text("J’ai trouvé ma voie.")


@pytest.mark.slow
def test_an_amendment_replaces_what_was_signed(office, in_force, take_phone, letter, copy_for):
    in_force(days=20)
    office.page.goto(office.contract)
    before = office.contract
    office.press("Faire un avenant")
    office.fill(sessions_count="12")
    office.check()
    office.send_contract()
    phone = take_phone()
    phone.open_link(letter(CLIENT, "à lire et à signer"), "Avenant au contrat de coaching")
    expect(phone.page.locator("main")).to_contain_text("12 séances")
    phone.read_all()
    phone.choose_and_sign()
    office.countersign()
    said = words(copy_for(CLIENT, 2))
    assert "Avenant" in said
    assert "1 440" in said
    office.see_in_force()
    office.page.goto(before)
    expect(office.page.locator(".lede")).to_contain_text("avenant")
