"""A contract signed on paper, taken in at the desk: it counts, and says where it was signed."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from coachpractice import clock
from tests.clients.factories import ClientFactory
from tests.journeys.office import typed
from tests.journeys.people import CLIENT, verdict
from tests.scans import PDF
from tests.signing.samples import CLIENT as ODETTE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


@pytest.mark.slow
def test_a_paper_contract_is_taken_in_sealed_and_counted(site, maud, office, tmp_path, open_page):
    scan = tmp_path / "contrat-signé.pdf"
    scan.write_bytes(PDF)
    client = ClientFactory(by=maud, name=ODETTE, email=CLIENT)
    signed = clock.today() - timedelta(days=30)
    office.go(f"/clients/{client.pk}/")
    office.follow("Ajouter un contrat déjà signé")
    form = office.page.locator("main form[enctype]")
    for field in form.locator(".signed-days input:not(.signed-else input)").all():
        field.fill(typed(signed))
    office.fill(
        start_day=typed(signed),
        end_day=typed(signed + timedelta(days=200)),
        sessions_count="8",
        fee_total_cents="960",
        objectives_count="2",
        notice_days="14",
    )
    for button in form.locator("button.tick-all").all():
        button.click()
    for box in form.locator("input[type=radio][value=yes]").all():
        box.check()
    form.locator("[name=code]").first.check()
    office.fill(code_on=typed(signed))
    form.locator("[name=medium][value=paper]").check()
    form.locator("[name=language][value=fr]").check()
    form.locator("[name=scan]").set_input_files(str(scan))
    office.press("Ajouter ce papier")
    expect(office.page.locator("main")).to_contain_text("Signé sur papier")
    expect(office.state()).to_have_text("En cours")
    copy = tmp_path / "copy.pdf"
    link = office.page.locator("a[href$='/copy.pdf']")
    for _attempt in range(100):
        if link.count():
            break
        office.page.wait_for_timeout(200)
        office.page.reload()
    with office.page.expect_download() as kept:
        link.first.click()
    kept.value.save_as(copy)
    assert verdict(open_page(), site, copy) == "Ce fichier est bien celui qui a été scellé"
    office.see_register_changed()
