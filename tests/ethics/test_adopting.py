import io
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from django.db import IntegrityError, connection, transaction

from coachpractice import clock
from coachpractice.audit.models import Entry
from coachpractice.documents import scans
from coachpractice.documents.verifying import verify
from coachpractice.ethics import actions
from coachpractice.ethics.models import Adoption
from coachpractice.jobs.models import Job
from coachpractice.registry.errors import Refused
from coachpractice.registry.quotes import QUOTES
from coachpractice.vault import files
from tests.scans import PNG

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_paper(alice, edition):
    facts = {"place": "Lyon", "day": date(2026, 1, 12), "name": "Alice Églantine", "scan": PNG}
    return {"by": alice, "edition": edition, **facts}


def test_signing_here_counts_at_once_and_the_seal_follows(alice, edition, adopt, settings):
    adoption = adopt(alice, edition, sealed=False, place="  Lyon ", name="Alice  Églantine")
    assert (adoption.place, adoption.name) == ("Lyon", "Alice Églantine")
    assert adoption.day == clock.today("Europe/Paris")
    assert adoption.adopted_by == alice
    assert adoption.sealed_at is None
    assert adoption.code == adoption.envelope.code
    assert [job.name for job in Job.objects.filter(name="signing.seal")] == ["signing.seal"]
    events = Entry.objects.filter(stream=alice.practice_id, object=adoption.pk)
    assert {entry.event for entry in events} == {"code-prepared", "code-signed"}


def test_the_sealed_code_holds_every_clause_the_closing_and_the_hand(alice, edition, adopt, pages):
    adoption = adopt(alice, edition, place="Lyon")
    pdf = files.read(adoption.sealed_file)
    written = pages(pdf)
    for clause in edition.text.clauses:
        assert " ".join(clause.text.split()) in written
    assert edition.text.closing in written
    for words in ("Lyon", "Alice Églantine", "2023", adoption.code):
        assert words in written
    assert verify(pdf).ok


def test_signing_twice_is_signing_once(alice, edition, adopt):
    first = adopt(alice, edition, sealed=False)
    assert adopt(alice, edition, sealed=False, name="Someone Else") == first
    assert Adoption.objects.count() == 1


def test_an_older_edition_can_no_longer_be_signed_here(alice, edition, next_edition):
    with pytest.raises(Refused):
        actions.adopt(by=alice, edition=edition, place="Lyon", name="Alice")
    assert Adoption.objects.count() == 0


def test_nobody_signs_here_with_another_day(alice, edition):
    yesterday = clock.today("Europe/Paris") - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        actions.adopt(by=alice, edition=edition, place="Lyon", name="Alice", day=yesterday)
    assert list(refused.value.fields) == ["day"]


@pytest.mark.parametrize(
    ("place", "name", "faults"),
    [
        (" ", "Alice", ["place"]),
        ("Lyon", "\u00a0 ", ["name"]),
        ("x" * 101, "y" * 201, ["place", "name"]),
    ],
)
def test_place_and_name_are_asked_for_field_by_field(alice, edition, place, name, faults):
    with pytest.raises(Refused) as refused:
        actions.adopt(by=alice, edition=edition, place=place, name=name)
    assert list(refused.value.fields) == faults
    assert Adoption.objects.count() == 0


def test_old_signatures_stay_on_the_old_text(alice, edition, adopt, next_code):
    signed = adopt(alice, edition, sealed=False)
    actions.load(next_code)
    signed.refresh_from_db()
    assert signed.edition == edition
    assert signed.envelope.snapshot["code_sha256"] == edition.sha256


def test_both_editions_can_be_signed_and_the_newest_comes_first(alice, edition, adopt, next_code):
    adopt(alice, edition, sealed=False)
    newer, _ = actions.load(next_code)
    adopt(alice, newer, sealed=False)
    mine = Adoption.objects.visible_to(alice).standing()
    assert [adoption.edition.edition for adoption in mine] == ["2031", "2023"]


# Signed elsewhere


def test_a_paper_signed_elsewhere_counts_and_its_scan_is_kept_encrypted(on_paper, settings):
    adoption = actions.take_in(**on_paper)
    assert adoption.elsewhere
    assert adoption.adopted_at
    assert files.read(adoption.scan) == PNG
    stored = [path.read_bytes() for path in _stored(settings)]
    assert all(PNG not in content for content in stored)


def _stored(settings):
    folder = Path(settings.STORAGES["vault"]["OPTIONS"]["location"])
    return [path for path in folder.rglob("*") if path.is_file()]


def test_its_sealed_copy_says_what_it_is_and_carries_the_scan(on_paper, settings, seal_here, pages):
    seal_here(settings)
    adoption = actions.take_in(**on_paper)
    actions.seal_copy(adoption.pk)
    actions.seal_copy(adoption.pk)
    adoption = Adoption.objects.standing().get()
    pdf = files.read(adoption.sealed_copy)
    assert verify(pdf).ok
    assert adoption.code in pages(pdf)
    assert _attachments(pdf) == {"scan.png": PNG}


def _attachments(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"scan": b"GIF89a nothing we keep"}, "scan"),
        ({"scan": b""}, "scan"),
        ({"scan": b"%PDF-1.7" + b"0" * scans.MAX_BYTES}, "scan"),
        ({"day": date(2999, 1, 1)}, "day"),
        ({"place": ""}, "place"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_at_its_field(on_paper, fault, field):
    with pytest.raises(Refused) as refused:
        actions.take_in(**{**on_paper, **fault})
    assert list(refused.value.fields) == [field]
    assert Adoption.objects.count() == 0


def test_one_paper_per_edition(on_paper):
    actions.take_in(**on_paper)
    with pytest.raises(Refused):
        actions.take_in(**on_paper)
    assert Adoption.objects.count() == 1


def test_whoever_took_a_paper_in_may_still_sign_here(on_paper, adopt):
    actions.take_in(**on_paper)
    adopt(on_paper["by"], on_paper["edition"], sealed=False)
    assert Adoption.objects.standing().count() == 2


@pytest.mark.parametrize(
    "half",
    [
        {"scan": None},
        {"scan_kind": ""},
        {"adopted_by": None},
        {"copy_sealed_at": "2026-01-12T12:00:00Z"},
    ],
)
def test_the_database_keeps_facts_in_pairs(on_paper, half):
    adoption = actions.take_in(**on_paper)
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.filter(pk=adoption.pk).update(**half)


def test_documents_may_quote_the_edition_and_the_day(alice, bob, on_paper):
    actions.take_in(**on_paper)
    edition, day = QUOTES.get("code_edition"), QUOTES.get("code_adopted_day")
    assert (edition.read(alice, "fr"), day.read(alice, "fr")) == (
        "2023",
        "12\u00a0janvier\u00a02026",
    )
    assert day.read(alice, "en") == "12\u00a0January\u00a02026"
    assert (edition.read(bob, "fr"), day.read(bob, "fr")) == ("", "")


def test_nothing_readable_is_stored_of_place_and_name(on_paper):
    adoption = actions.take_in(**{**on_paper, "place": "Mirabelle-sur-Clairnuit"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, name FROM ethics_adoption")
        row = [bytes(value) for value in cursor.fetchone()]
    assert adoption.place == "Mirabelle-sur-Clairnuit"
    assert all(b"Mirabelle" not in value and b"glantine" not in value for value in row)
