"""A list of clients: looked over, taken in, taken back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients import actions as people
from clients.actions import guardians, importing, sponsors
from clients.models import Client, Import, Imported
from coachpractice import clock
from coachpractice.audit.models import Entry
from coachpractice.jobs import actions as jobs
from coachpractice.jobs.models import Job
from coachpractice.registry.errors import Refused
from coachpractice.tables import reading, writing
from coachpractice.vault.models import StoredFile
from tests.access.watching import changed, fingerprints
from tests.clients.factories import ClientFactory
from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse
from tests.strange import STRANGE

HEAD = "Nom;Courriel;Téléphone;Adresse;Langue;Majeur;Date de naissance;Commanditaire"


def csv(*lines, head=HEAD):
    return "\r\n".join((head, *lines)).encode("utf-8-sig")


def five_hundred():
    """490 good lines, and one of each fault at lines 51, 101, … 501."""
    lines = [f"Personne {n};personne{n}@courriel.example;06 {n:03};;fr;oui;;" for n in range(500)]
    faults = [
        ";a@courriel.example;;;;;;", "Sans adresse;;;;;;;", "Faux;pas une adresse;;;;;;",
        "Encore;PERSONNE3@courriel.example;;;;;;", "Mirabelle;deja@example.org;;;;;;",
        "Langue;l@courriel.example;;;allemand;;;", "Âge;g@courriel.example;;;;peut-être;;",
        "Mineur;m@courriel.example;;;;non;;", "Jour;j@courriel.example;;;;;31/02/2020;",
        "Payée;p@courriel.example;;;;;;Nulle part SA",
    ]  # fmt: skip
    for number, fault in enumerate(faults, 1):
        lines[number * 50 - 1] = fault
    return csv(*lines)


def upload(content, name="liste.csv"):
    return {"file": SimpleUploadedFile(name, content)}


@pytest.fixture
def desk(client, alice, login):
    return login(client, alice)


def kept(alice, *lines, **more):
    return importing.keep(csv(*lines, **more), name="liste.csv", by=alice)


def faults(batch, by):
    return {row.number: row.faults for row in importing.preview(batch, by=by).bad}


# 10 bad lines in 500


@pytest.mark.django_db(transaction=True)
def test_ten_bad_lines_in_five_hundred_are_named_490_go_in_and_undo_restores(desk, alice):
    ClientFactory(by=alice, email="deja@example.org")
    before = fingerprints()
    answer = desk.post(reverse("clients:import"), upload(five_hundred()), follow=True)
    url = answer.redirect_chain[-1][0]
    shown = answer.context
    assert (shown["good"], shown["bad_count"]) == (490, 10)
    assert [
        (number, cell.heading) for number, cells in shown["bad"] for cell in cells if cell.fault
    ] == [
        (51, "Nom"), (101, "Courriel"), (151, "Courriel"), (201, "Courriel"), (251, "Courriel"),
        (301, "Langue"), (351, "Majeur"), (401, "Majeur"), (451, "Date de naissance"),
        (501, "Commanditaire"),
    ]  # fmt: skip
    assert_valid_html(answer.content.decode())
    assert Client.objects.count() == 1  # nothing is written before one says so

    desk.post(url, {"good": "490"})
    assert Client.objects.count() == 491
    made = Client.objects.get(number=2)
    assert (made.name, made.email, made.phone, made.language, bool(made.adult_confirmed_at)) == (
        "Personne 0", "personne0@courriel.example", "06 000", "fr", True,
    )  # fmt: skip
    assert Import.objects.get().lines is None

    desk.post(reverse("clients:undo-import", args=[Import.objects.get().pk]))
    left = {"default.audit_chainedentry", "default.audit_entry", "default.jobs_job"}
    assert set(changed(before)) <= left | {"default.audit_stream"}
    assert [Client.objects.count(), Import.objects.count(), Imported.objects.count()] == [1, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_an_import_is_written_whole_or_not_at_all(alice, monkeypatch):
    batch = kept(alice, "A;a@courriel.example", "B;b@courriel.example")
    add, added = people.people.add, []

    def breaks(**facts):
        added.append(add(**facts))
        if len(added) == 2:
            raise RuntimeError
        return added[-1]

    monkeypatch.setattr(importing.people, "add", breaks)
    with pytest.raises(RuntimeError):
        importing.carry_out(batch, by=alice, shown=2)
    batch.refresh_from_db()
    assert (Client.objects.count(), batch.done_at, len(batch.lines)) == (0, None, 3)


def test_it_is_carried_out_once_however_often_it_is_asked(alice):
    batch = kept(alice, "A;a@courriel.example")
    assert [importing.carry_out(batch, by=alice, shown=1) for _ in range(2)] == [1, 1]
    assert Client.objects.count() == 1


def test_what_was_not_shown_is_not_written(desk, alice):
    batch = kept(alice, "A;a@courriel.example", "B;b@courriel.example")
    ClientFactory(by=alice, email="B@courriel.example")
    for good in ("2", "0", "", "x", "9" * 40, "²"):
        answer = desk.post(reverse("clients:look-over", args=[batch.pk]), {"good": good})
        assert (answer.status_code, answer.context["good"]) == (409, 1)
    assert Client.objects.count() == 1


# What a line may say


def test_a_birth_date_tells_minors_from_adults_and_an_adult_s_is_not_kept(alice):
    with clock.at(clock.datetime(2026, 11, 23, 12, tzinfo=clock.UTC)):
        batch = kept(
            alice, "Petit;p@x.example;;;;;24/11/2008;", "Grande;g@x.example;;;;;23/11/2008;",
            "Les deux;d@x.example;;;;oui;24/11/2008;", "Demain;t@x.example;;;;;24/11/2026;",
        )  # fmt: skip
        assert {n: sorted(found) for n, found in faults(batch, alice).items()} == {
            4: ["born_on"], 5: ["born_on"],
        }  # fmt: skip
        importing.carry_out(batch, by=alice, shown=2)
    petit, grande = Client.objects.order_by("number")
    assert (petit.kind, str(petit.born_on), str(petit.adult_on)) == (
        "minor", "2008-11-24", "2026-11-24",
    )  # fmt: skip
    assert (grande.kind, grande.born_on, bool(grande.adult_confirmed_at)) == ("adult", None, True)


def test_a_sponsor_is_known_by_name_among_one_s_own(alice, bob):
    mine = sponsors.add(by=alice, name="Églantine SA")
    sponsors.add(by=bob, name="Chez Bob")
    batch = kept(
        alice, "A;a@x.example;;;;;;eglantine sa", "B;b@x.example;;;;;;Chez Bob",
        "C;c@x.example;;;;;;",
    )  # fmt: skip
    assert {n: sorted(found) for n, found in faults(batch, alice).items()} == {3: ["sponsor"]}
    importing.carry_out(batch, by=alice, shown=2)
    assert [each.sponsor for each in Client.objects.order_by("number")] == [mine, None]


def test_the_example_line_of_the_model_is_no_client(desk, alice):
    for kind in writing.MIMES:
        content = desk.get(reverse("clients:import-model", args=[kind])).content
        batch = importing.keep(content, name=f"m.{kind}", by=alice)
        assert {n: sorted(found) for n, found in faults(batch, alice).items()} == {2: ["name"]}


@pytest.mark.parametrize("kind", [writing.CSV, writing.XLSX])
def test_strange_names_go_in_and_come_out_as_they_are(desk, alice, charlie, login, kind):
    names = [*STRANGE.values(), "=1+1", "'t Hooft", "+33", "שרה מרים"]
    rows = [[name, f"n{n}@x.example", "+33 6 12", "1, rue\nLyon"] for n, name in enumerate(names)]
    content = writing.table_file(kind, ["Name", "Mail", "Phone", "Address"], rows)
    batch = importing.keep(content, name=f"l.{kind}", by=alice)
    importing.carry_out(batch, by=alice, shown=len(names))
    answer = desk.post(reverse("clients:take-list"), {"kind": kind})
    lines = reading.read(answer.content)
    taken = [list(line.cells[1:5]) for line in reversed(lines[1:])]
    assert [[each[0], *each[2:]] for each in taken] == [
        [" ".join(name.split()), *row[2:]] for name, row in zip(names, rows, strict=True)
    ]
    # Our own list goes into another practice, and comes out of it the same.
    other = importing.keep(answer.content, name=f"l.{kind}", by=charlie)
    assert importing.preview(other, by=charlie).bad == []
    importing.carry_out(other, by=charlie, shown=len(names))
    again = login(desk, charlie).post(reverse("clients:take-list"), {"kind": kind})
    assert [line.cells[1:8] for line in reading.read(again.content)] == [
        line.cells[1:8] for line in (lines[0], *reversed(lines[1:]))
    ]


# Undo


def test_who_was_worked_with_since_stays_and_is_named(desk, alice):
    batch = kept(alice, *(f"P{n};p{n}@x.example" for n in range(4)))
    importing.carry_out(batch, by=alice, shown=4)
    first, second, third, _fourth = Client.objects.order_by("number")
    people.change(first, by=alice, phone="06")
    guardians.add(_minor(second, alice), by=alice, name="M", email="m@x.example", kind="parent")
    StoredFile.objects.create(
        subject=third.pk,
        practice=alice.practice_id,
        scope="content",
        size=0,
        created_at=clock.now(),
    )
    answer = desk.post(reverse("clients:undo-import", args=[batch.pk]))
    assert [each.name for each in answer.context["staying"]] == ["P2", "P1", "P0"]
    assert (Client.objects.count(), batch.made.count()) == (3, 3)


def _minor(client, by):
    return people.change(client, by=by, kind="minor", born_on=clock.date(2015, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_undoing_destroys_the_keys_and_is_written_down(alice):
    batch = kept(alice, "A;a@x.example")
    importing.carry_out(batch, by=alice, shown=1)
    importing.undo(batch, by=alice)
    events = ("client-added", "clients-imported", "client-removed", "clients-import-undone")
    entries = Entry.objects.filter(event__in=events).order_by("at", "id")
    assert [entry.event for entry in entries] == list(events)
    assert entries.get(event="clients-imported").details == {"count": 1, "refused": 0}
    from coachpractice.vault.keyring.models import Key

    assert Key.objects.exclude(subject=alice.pk).count() == 0


# The lines while they wait


@pytest.mark.django_db(transaction=True)
def test_lines_nobody_took_in_are_destroyed_after_a_day_or_with_the_next_file(alice):
    from coachpractice.vault.keyring.models import Key

    first = kept(alice, "A;a@x.example")
    second = kept(alice, "B;b@x.example")
    assert list(Import.objects.values_list("pk", flat=True)) == [second.pk]
    jobs.run_due()
    assert Import.objects.count() == 1
    with clock.at(clock.now() + importing.KEPT):
        jobs.run_due()
    assert (Import.objects.count(), Job.objects.open().count()) == (0, 0)
    assert Key.objects.filter(subject__in=[first.pk, second.pk]).count() == 0


@pytest.mark.django_db(transaction=True)
def test_no_name_lies_in_clear_while_the_list_waits(desk):
    desk.post(reverse("clients:import"), upload(csv("Zqkanari;zqkanari@x.example")))
    for connection in connections.all():
        for table in connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT * FROM "{table}"')
                assert "zqkanari" not in repr(cursor.fetchall()).lower(), table


def test_putting_a_list_away_writes_nothing(desk, alice):
    batch = kept(alice, "A;a@x.example")
    answer = desk.post(reverse("clients:discard-import", args=[batch.pk]))
    assert (answer.status_code, Import.objects.count(), Client.objects.count()) == (302, 0, 0)


@pytest.mark.parametrize("lines", [1, 30])
def test_looking_over_asks_the_same_number_of_queries(desk, alice, lines):
    batch = kept(alice, *(f"P{n};p{n}@x.example;;;;;;" for n in range(lines)))
    with (
        CaptureQueriesContext(connections["default"]) as asked,
        CaptureQueriesContext(connections["keyring"]) as keys,
    ):
        desk.get(reverse("clients:look-over", args=[batch.pk]))
    assert (len(asked), len(keys)) == (5, 1)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "vide.csv"), (csv(), "titres.csv"), (b"a;b\n1;2\n", "autre.csv"),
        (b"Nom;Courriel\n\x00;x\n", "nul.csv"), (b"Nom;Courriel\nA;b@x.example\n", "faux.xlsx"),
        (b"PK\x03\x04" + bytes(99), "casse.xlsx"), (b"a" * 5_000_001, "gros.csv"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_clients_is_refused_at_the_field(desk, content, name):
    answer = desk.post(reverse("clients:import"), upload(content, name))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]
    assert Import.objects.count() == 0


def test_nothing_chosen_is_refused(desk):
    assert desk.post(reverse("clients:import")).status_code == 422


# Taking the list away


def test_what_is_filtered_is_what_is_taken_and_the_journal_says_so(desk, alice, bob):
    for name in ("Odette", "Basile", "Oda"):
        ClientFactory(by=alice, name=name)
    ClientFactory(by=bob, name="Odile, de Bob")
    answer = desk.post(reverse("clients:take-list"), {"kind": "csv", "q": "od", "state": ""})
    names = [line.cells[1] for line in reading.read(answer.content)]
    assert names == ["Nom", "Oda", "Odette"]
    entry = Entry.objects.get(event="clients-list-taken")
    assert entry.details == {"count": 2, "kind": "csv"}
    assert desk.post(reverse("clients:take-list"), {"kind": "exe"})["Content-Type"].startswith(
        "text/csv"
    )


@pytest.mark.parametrize("count", [1, 30])
def test_taking_the_list_asks_the_same_number_of_queries(desk, alice, count):
    sponsor = sponsors.add(by=alice, name="Églantine SA")
    for _ in range(count):
        ClientFactory(by=alice, sponsor=sponsor)
    with (
        CaptureQueriesContext(connections["default"]) as asked,
        CaptureQueriesContext(connections["keyring"]) as keys,
    ):
        answer = desk.post(reverse("clients:take-list"), {"kind": "csv", "q": "cliente"})
    assert len(reading.read(answer.content)) == count + 1
    assert len(keys) == 2
    assert len(asked) < 16


# Whose


@pytest.mark.parametrize("name", ["look-over", "discard-import", "undo-import"])
def test_another_s_list_is_not_there(client, alice, bob, charlie, login, name):
    batch = kept(alice, "A;a@x.example")
    for member in (bob, charlie):
        answer = login(client, member).post(reverse(f"clients:{name}", args=[batch.pk]))
        assert answer.status_code == 404
    assert Import.objects.count() == 1


def test_a_list_without_a_good_line_cannot_be_taken_in(desk, alice):
    batch = kept(alice, "A;no address")
    page = desk.get(reverse("clients:look-over", args=[batch.pk])).content.decode()
    assert 'name="good"' not in page
    with pytest.raises(Refused):
        importing.carry_out(batch, by=alice, shown=0)


def test_the_pages_hold_on_a_phone(desk, alice, open_page):
    rows = [
        ["A", "no address", "peut-être", ""], ["B", "b@x.example", "", ""],
        ["", "", "", "Nulle part"],
        *([name, f"s{n}@x.example", "xx", "?"] for n, name in enumerate(STRANGE.values())),
    ]  # fmt: skip
    content = writing.csv_file(["Nom", "Courriel", "Majeur", "Commanditaire"], rows)
    batch = importing.keep(content, name="l.csv", by=alice)
    page = open_page(width=360)
    browse(page, desk)
    for url in (reverse("clients:import"), reverse("clients:look-over", args=[batch.pk])):
        page.goto(ORIGIN + url)
        assert_page_is_sound(page)
    importing.carry_out(batch, by=alice, shown=1)
    page.goto(ORIGIN + reverse("clients:look-over", args=[batch.pk]))
    assert_page_is_sound(page)


def test_an_xlsx_with_a_formula_brings_its_value_alone(alice):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Nom", "Courriel", "Téléphone"])
    book.active.append(["Odette", "o@x.example", '=HYPERLINK("http://evil.example")'])
    out = io.BytesIO()
    book.save(out)
    batch = importing.keep(out.getvalue(), name="l.xlsx", by=alice)
    importing.carry_out(batch, by=alice, shown=1)
    assert Client.objects.get().phone == ""
