"""The first day: a coach founds a practice, signs the code, sends a contract; the client signs it
on a phone; both hold a sealed copy, and the register shows what that proves."""

import pytest

from tests.journeys.people import CLIENT, COACH, Desk, Phone, sealed_copy, verdict

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


@pytest.mark.parametrize(
    "scripts",
    [True, pytest.param(False, marks=pytest.mark.slow)],
    ids=["scripts", "no-scripts"],
)
def test_from_an_empty_installation_to_a_sealed_contract(
    site, arrived, open_page, tmp_path, scripts
):
    desk = Desk(open_page(), site)
    desk.found_practice()
    desk.fill_in_settings()
    desk.sign_the_code()
    code = sealed_copy(arrived(COACH, 1), tmp_path / "code.pdf")
    desk.add_client()
    desk.draft_contract()
    desk.send_contract()

    phone = Phone(open_page(width=360, height=740, scripts=scripts), site)
    phone.open_link(arrived(CLIENT, 1))
    phone.read_and_ask()
    arrived(COACH, 2)
    desk.answer("Personne. Elles sont chiffrées.")
    phone.open_link(arrived(CLIENT, 2))
    phone.read_answer_and_go_on("Personne. Elles sont chiffrées.")
    phone.choose_and_sign()

    arrived(COACH, 3)
    desk.countersign()
    mine = sealed_copy(arrived(COACH, 4), tmp_path / "coach.pdf")
    theirs = sealed_copy(arrived(CLIENT, 3), tmp_path / "client.pdf")
    assert mine.read_bytes() == theirs.read_bytes()
    desk.see_it_sealed()

    stranger = open_page()
    assert verdict(stranger, site, theirs) == "Ce fichier est bien celui qui a été scellé"
    assert verdict(stranger, site, code) == "Ce fichier est bien celui qui a été scellé"
    longer = tmp_path / "longer.pdf"
    longer.write_bytes(theirs.read_bytes() + b"\n")
    assert verdict(stranger, site, longer) == "Ce fichier n’est pas fiable"
    desk.see_register_changed()
