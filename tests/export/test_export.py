"""Download everything: whole, one's own, and gone in time."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from clients.actions import contacts, guardians, sponsors
from coachpractice import clock
from coachpractice.audit.models import Entry
from coachpractice.export import actions, holdings
from coachpractice.export.archive import Archive
from coachpractice.export.models import Export
from coachpractice.jobs import actions as jobs
from coachpractice.jobs.models import Job
from coachpractice.registry.errors import Refused
from coachpractice.registry.records import RECORDS
from coachpractice.signing.actions import sealing
from coachpractice.tables import reading
from coachpractice.vault.models import StoredFile
from tests.access.world import one_paper_for_all, surroundings
from tests.browser import enter_as
from tests.clients.factories import ClientFactory
from tests.contracts import factories
from tests.pages import assert_page_is_sound, assert_valid_html

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/everything/"


@pytest.fixture
def desk(client, alice, tmp_path, login):
    with surroundings(tmp_path):
        call_command("load_code", verbosity=0)
        yield login(client, alice, confirmed=True)


def prepared(by):
    export = actions.ask(by=by)
    with one_paper_for_all():
        jobs.run_due()
    export.refresh_from_db()
    return export


def opened(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {name: archive.read(name) for name in archive.namelist()}


def downloaded(desk, export):
    answer = desk.post(reverse("export:take", args=[export.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    return opened(answer.content)


# Whole


def test_every_record_is_either_taken_along_or_left_out_for_a_reason():
    from django.apps import apps

    taken = {
        label
        for label in RECORDS.names()
        if label in holdings.OTHERWISE or holdings.way_to_coach(apps.get_model(label))
    }
    assert sorted(set(RECORDS.names()) - taken - set(holdings.LEFT_OUT)) == []


def test_everything_a_coach_keeps_is_in_it_and_readable(desk, alice):
    sponsor = sponsors.add(by=alice, name="Verveine SA")
    contacts.add(sponsor, by=alice, name="Aurore", email="a@verveine.example", signs=True)
    odette = ClientFactory(by=alice, name="Odette Passerose")
    child = ClientFactory(
        by=alice, name="Petit", kind="minor", adult=None, born_on=clock.date(2015, 1, 1)
    )
    guardians.add(child, by=alice, name="Mère", email="m@x.example", kind="parent")
    with one_paper_for_all():
        factories.sign_the_code(alice)
        done = factories.concluded_by(alice, odette)
        sealing.seal(done.envelope)
        jobs.run_due()
    files = downloaded(desk, prepared(alice))
    rooms = {name: json.loads(files[name]) for name in files if name.startswith("json/")}
    people = rooms["json/clients.json"]
    assert [row["name"] for row in people["Client"]["rows"]] == ["Odette Passerose", "Petit"]
    assert [row["name"] for row in people["SponsorContact"]["rows"]] == ["Aurore"]
    assert [row["name"] for row in people["Guardian"]["rows"]] == ["Mère"]
    parties = rooms["json/signing.json"]["Party"]["rows"]
    assert sorted({row["role"] for row in parties}) == ["client", "coach"]
    [envelope] = [
        row
        for row in rooms["json/signing.json"]["Envelope"]["rows"]
        if row["object"] == str(done.pk)
    ]
    assert files[envelope["sealed"]].startswith(b"%PDF-")
    assert envelope["snapshot"]["summary"]
    assert "password" not in rooms["json/accounts.json"]["User"]["rows"][0]
    names = [line.cells[1] for line in reading.read(files["clients.csv"])]
    assert names == ["Nom", "Odette Passerose", "Petit"]
    numbers = [line.cells[0] for line in reading.read(files["contracts.csv"])]
    assert numbers[1:] == [done.number]
    [words] = [files[name].decode() for name in files if name in ("README.txt", "LISEZMOI.txt")]
    assert "Client: 2" in words
    assert "keyring.Key" in words


def test_nothing_of_another_coach_is_in_it(desk, alice, bob, charlie):
    with one_paper_for_all():
        for other in (bob, charlie):
            mine = ClientFactory(by=other, name="Verveine Zqk", email="zqk@x.example")
            sponsors.add(by=other, name="Zqk SA")
            factories.sign_the_code(other)
            factories.sent_by(other, mine)
        ClientFactory(by=alice)
    everything = b"".join(downloaded(desk, prepared(alice)).values())
    assert b"Mirabelle" in everything
    strange = ("Zqk", "zqk@", str(bob.pk), str(charlie.pk), bob.user.email, charlie.user.email)
    assert [each for each in strange if each.encode() in everything] == []


def test_a_document_that_cannot_be_read_is_named_and_stops_nothing(desk, alice):
    with one_paper_for_all():
        factories.sign_the_code(alice)
        sent = factories.sent_by(alice)
    stored = sent.envelope.presented
    from django.core.files.storage import storages

    from coachpractice.vault.files import _name

    storages["vault"].delete(_name(stored))
    files = downloaded(desk, prepared(alice))
    [lost] = [name for name in files if name.startswith("documents/") and name.endswith(".txt")]
    [words] = [files[name].decode() for name in files if name in ("README.txt", "LISEZMOI.txt")]
    assert lost.removeprefix("documents/").removesuffix(".txt") in words


@pytest.mark.parametrize("count", [1, 4])
def test_reading_the_records_asks_the_same_number_of_queries(
    desk, alice, count, django_assert_max_num_queries
):
    for _ in range(count):
        ClientFactory(by=alice)
    with django_assert_max_num_queries(len(RECORDS) + 10):
        Archive(alice).make(lambda done, steps: None)


# Whose


def test_only_whoever_asked_may_download_it_once_they_said_who_they_are(
    desk, client, alice, bob, charlie, login
):
    export = prepared(alice)
    url = reverse("export:take", args=[export.pk])
    for member in (bob, charlie):
        assert login(client, member, confirmed=True).post(url).status_code == 404
    client.logout()
    unconfirmed = login(client, alice)
    session = unconfirmed.session
    session["account_authentication_methods"] = []
    session.save()
    answer = unconfirmed.post(url, HTTP_REFERER=f"http://testserver{PAGE}")
    assert (answer.status_code, answer.url) == (302, "/account/confirm/?next=%2Feverything%2F")
    assert Entry.objects.filter(event="export-taken").count() == 0


def test_the_journal_says_what_became_of_it(desk, alice):
    export = prepared(alice)
    downloaded(desk, export)
    desk.post(reverse("export:destroy", args=[export.pk]))
    events = Entry.objects.filter(event__startswith="export").order_by("at", "id")
    assert [entry.event for entry in events] == [
        "export-asked", "export-ready", "export-taken", "export-destroyed",
    ]  # fmt: skip


# Once, and not for long


def test_one_is_prepared_at_a_time_and_a_new_one_replaces_the_old(desk, alice):
    first = actions.ask(by=alice)
    assert actions.ask(by=alice).pk == first.pk
    jobs.run_due()
    second = actions.ask(by=alice)
    assert list(Export.objects.values_list("pk", flat=True)) == [second.pk]
    with pytest.raises(Refused):
        actions.take(second, by=alice)


def test_it_is_destroyed_after_seven_days_with_its_keys_and_its_file(desk, alice):
    from coachpractice.vault.keyring.models import Key

    export = prepared(alice)
    subject = export.pk
    with clock.at(clock.now() + timedelta(days=7)):
        assert desk.get(PAGE).context["export"] is None
        jobs.run_due()
    assert Export.objects.count() == 0
    assert StoredFile.objects.filter(subject=subject).count() == 0
    assert Key.objects.filter(subject=subject).count() == 0
    assert Job.objects.open().count() == 0


def test_what_is_destroyed_while_it_is_prepared_leaves_nothing(desk, alice, monkeypatch):
    export = actions.ask(by=alice)

    def make(self, progress):
        actions.destroy(Export.objects.get(pk=export.pk))
        return b"PK"

    monkeypatch.setattr(Archive, "make", make)
    jobs.run_due()
    assert (Export.objects.count(), StoredFile.objects.filter(subject=export.pk).count()) == (0, 0)


def test_one_that_cannot_be_made_says_so_and_can_be_asked_for_again(desk, alice, monkeypatch):
    def breaks(self, progress):
        raise RuntimeError

    monkeypatch.setattr(Archive, "make", breaks)
    actions.ask(by=alice)
    for hours in range(1, 4):
        with clock.at(clock.now() + timedelta(hours=hours)):
            jobs.run_due()
    html = desk.get(PAGE)
    assert html.context["export"].failed_at
    monkeypatch.undo()
    desk.post(PAGE)
    jobs.run_due()
    assert Export.objects.get().ready_at


def test_the_archive_lies_nowhere_in_clear(desk, alice, tmp_path):
    ClientFactory(by=alice, name="Zqkanari")
    prepared(alice)
    for path in (tmp_path / "files").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"PK\x03\x04" not in content
            assert b"Zqkanari" not in content


# The page


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_how_far_it_is_shows_with_and_without_scripts(desk, alice, live_server, open_page, scripts):
    page = open_page(width=360, scripts=scripts)
    enter_as(page, desk, live_server.url)
    page.goto(live_server.url + PAGE)
    page.locator("#export-state .btn-primary").click()
    page.locator("#export-how-far").wait_for()
    Export.objects.update(steps_done=3, steps=12)
    if not scripts:
        page.locator("#export-state a.btn").click()
    page.get_by_text("3 ").first.wait_for()
    assert page.locator("#export-state progress").get_attribute("max") == "12"
    jobs.run_due()
    if not scripts:
        page.locator("#export-state a.btn").click()
    page.locator("#export-state form").first.wait_for()  # with scripts it came by itself
    assert page.locator("#export-state form").count() == 3
    if scripts:
        assert_page_is_sound(page)
        page.screenshot(path="/tmp/shots/export-ready.png", full_page=True)
    assert_valid_html(desk.get(PAGE).content.decode())
