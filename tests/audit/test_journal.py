"""Writing to a stream, and what shows when somebody meddles with its rows."""

import uuid
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from coachpractice import clock
from coachpractice.audit import chain, journal
from coachpractice.audit.models import ChainedEntry, Entry, Stream, StreamKind
from tests.audit.samples import CHANGED, thing, write_many, write_many_in_one_transaction
from tests.processes import race, start

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def practice():
    return uuid.uuid4()


def numbers(stream):
    """What was recorded, in the order of the chain."""
    rows = ChainedEntry.objects.filter(stream=stream).select_related("entry").order_by("seq")
    return [row.entry.details["number"] for row in rows]


def write_in_a_savepoint_that_fails(practice, number):
    with suppress(ZeroDivisionError), transaction.atomic():
        journal.record(CHANGED, thing(practice), number=number)
        raise ZeroDivisionError


def faults_after(practice, *changes, printed=None):
    """What the check says after somebody changed rows behind the product's back."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        for sql, *values in changes:
            if connection.vendor == "sqlite":
                values = [v.hex if isinstance(v, uuid.UUID) else v for v in values]
            cursor.execute(sql, values)
            assert cursor.rowcount > 0
        found = journal.check(practice, printed)
        transaction.set_rollback(True)
    return found


@pytest.fixture
def chain_of_five(db, practice):
    write_many(practice, 5)
    journal.seal(practice)
    return practice


@committed
def test_an_entry_is_sealed_right_after_commit(practice):
    with transaction.atomic():
        journal.record(CHANGED, thing(practice), number=1)
        assert numbers(practice) == []
    assert numbers(practice) == [1]


@committed
def test_what_is_rolled_back_never_happened(practice):
    with transaction.atomic():
        journal.record(CHANGED, thing(practice), number=1)
        write_in_a_savepoint_that_fails(practice, 2)
        journal.record(CHANGED, thing(practice), number=3)
    assert numbers(practice) == [1, 3]


@committed
def test_an_entry_survives_the_rollback_of_the_savepoint_that_came_first(practice):
    with transaction.atomic():
        write_in_a_savepoint_that_fails(practice, 1)
        journal.record(CHANGED, thing(practice), number=2)
    assert numbers(practice) == [2]


@committed
def test_entries_of_one_moment_stand_in_the_order_they_were_written(practice):
    with clock.at(date(2026, 11, 23)), transaction.atomic():
        write_many(practice, 50)
    assert numbers(practice) == list(range(50))


@committed
def test_one_transaction_is_sealed_at_one_stroke(practice, django_assert_num_queries):
    write_many(practice, 1)
    sealing = 6 if connection.features.has_select_for_update else 5
    with django_assert_num_queries(2 + 10 * 2 + sealing):
        write_many_in_one_transaction(practice, 10)
    assert journal.check(practice) == []


@committed
def test_two_streams_of_one_transaction_are_both_sealed(practice):
    envelope = uuid.uuid4()
    with transaction.atomic():
        journal.record(CHANGED, thing(practice), number=1)
        journal.record(CHANGED, thing(practice), proof=envelope, number=1)
    assert (journal.head(practice)[0], journal.head(envelope)[0]) == (1, 1)
    kinds = dict(Stream.objects.values_list("pk", "kind"))
    assert kinds == {practice: StreamKind.JOURNAL, envelope: StreamKind.PROOF}


@pytest.mark.django_db
def test_what_a_dead_process_left_unsealed_is_sealed_by_the_sweep(practice):
    write_many(practice, 3)  # the test's transaction never commits, so nothing was sealed
    assert numbers(practice) == []
    assert journal.seal_pending() == 3
    assert numbers(practice) == [0, 1, 2]
    assert journal.seal_pending() == 0


@pytest.mark.django_db
def test_the_first_entry_follows_the_name_of_its_stream(practice):
    assert journal.head(practice) == (0, chain.origin(practice))
    write_many(practice, 1)
    journal.seal(practice)
    assert ChainedEntry.objects.get().previous == chain.origin(practice)


@pytest.mark.django_db
def test_a_published_proof_can_be_recomputed_by_anyone(practice):
    write_many(practice, 3)
    journal.seal(practice)
    previous = chain.origin(practice)
    for entry in journal.of_proof(practice):
        place = {key: entry.pop(key) for key in ("seq", "previous", "digest")}
        assert place["previous"] == previous
        previous = chain.digest(previous, entry)
        assert place["digest"] == previous


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        "Odette",
        "Odette Passerose",
        "odette@example.org",
        "0612345678",
        "+33 6 12 34 56 78",
        "12, rue du Tilleul",
        "elle a dit non",
        "ÉGLANTINE",
        "prénom",
        "192.168.1.1",
        "a\nb",
        "x" * 200,
        3.14,
        b"bytes",
        ["a", "list"],
        {"a": "dict"},
        object(),
    ],
)
def test_what_could_be_personal_is_refused_in_details(practice, value):
    with pytest.raises(ValueError, match="note is not an id"):
        journal.record(CHANGED, thing(practice), note=value)
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_ids_closed_choices_digests_days_and_numbers_are_kept(practice):
    someone, moment = uuid.uuid4(), clock.now()
    given = {
        "who": someone,
        "kind": "coaching-contract",
        "stream_kind": StreamKind.PROOF,
        "what": "signing.sealed",
        "sha256": "ab" * 32,
        "day": date(2026, 11, 23),
        "at": moment,
        "count": 3,
        "yes": True,
        "none": None,
        "empty": "",
    }
    entry = journal.record(CHANGED, thing(practice), **given)
    entry.refresh_from_db()
    assert entry.details == {
        **given,
        "who": str(someone),
        "stream_kind": "proof",
        "day": "2026-11-23",
        "at": chain.moment(moment),
    }


ENTRY_EDITS = [
    ("event = %s", "tests.other"),
    ("actor = %s", uuid.UUID(int=7)),
    ("actor_kind = %s", "practices.membership"),
    ("object = %s", uuid.UUID(int=7)),
    ("object_kind = %s", "tests.other"),
    ("details = %s", '{"number": 99}'),
    ("at = %s", "2020-01-01 00:00:00+00:00"),
    ("stream_id = %s", uuid.UUID(int=7)),
    ("id = %s", uuid.UUID(int=7)),
]


@pytest.mark.parametrize(("edit", "value"), ENTRY_EDITS, ids=[edit for edit, _ in ENTRY_EDITS])
def test_an_edit_of_any_column_of_an_entry_is_found(chain_of_five, edit, value):
    victim = ChainedEntry.objects.get(seq=3)
    kind = "missing" if edit.startswith("id ") else "changed"
    change = (f"UPDATE audit_entry SET {edit} WHERE id = %s", value, victim.entry_id)
    assert faults_after(chain_of_five, change) == [chain.Break(3, kind)]


def test_every_column_of_an_entry_was_edited():
    edited = {edit.partition(" ")[0] for edit, _ in ENTRY_EDITS}
    assert edited == {field.column for field in Entry._meta.concrete_fields}


@pytest.mark.parametrize("column", ["previous", "digest"])
def test_an_edit_of_a_place_in_the_chain_is_found(chain_of_five, column):
    change = (f"UPDATE audit_chainedentry SET {column} = %s WHERE seq = 3", "0" * 64)
    found = faults_after(chain_of_five, change)
    assert (found[0].seq, {fault.kind for fault in found}) == (3, {"moved", "changed"})


@pytest.mark.parametrize("table", ["audit_entry", "audit_chainedentry"])
def test_a_removed_entry_is_found(chain_of_five, table):
    victim = ChainedEntry.objects.get(seq=3)
    key = "id" if table == "audit_entry" else "entry_id"
    change = (f"DELETE FROM {table} WHERE {key} = %s", victim.entry_id)
    assert faults_after(chain_of_five, change) == [chain.Break(3, "missing")]


def test_two_entries_that_changed_places_are_found(chain_of_five):
    move = "UPDATE audit_chainedentry SET seq = %s WHERE seq = %s"
    found = faults_after(chain_of_five, (move, 90, 2), (move, 2, 4), (move, 4, 90))
    assert {fault.seq for fault in found} == {2, 3, 4, 5}


def test_a_tail_cut_after_the_last_printed_head_shows_against_it(chain_of_five):
    number, digest = journal.head(chain_of_five)
    cut = ("DELETE FROM audit_chainedentry WHERE seq > %s", 3)
    assert faults_after(chain_of_five, cut) == []
    found = faults_after(chain_of_five, cut, printed={number: digest})
    assert found == [chain.Break(5, "cut")]


def test_the_database_itself_refuses_a_fork(chain_of_five):
    extra = journal.record(CHANGED, thing(chain_of_five))
    first = ChainedEntry.objects.get(seq=1)
    for seq, previous in ((1, "f" * 64), (6, first.previous)):
        fork = ChainedEntry(
            entry=extra, stream_id=chain_of_five, seq=seq, previous=previous, digest="0" * 64
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            fork.save(force_insert=True)


@committed
def test_eight_writers_make_no_fork(practice):
    race(write_many, [(practice, 100)] * 8)
    journal.seal_pending()
    rows = list(ChainedEntry.objects.filter(stream=practice).order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, 801))
    assert len({row.previous for row in rows}) == 800
    assert journal.check(practice) == []


def _seal_slowly(practice):
    """Hold the lock on the stream while others want it, and die."""
    import time

    with transaction.atomic():
        Stream.objects.select_for_update().get(pk=practice)
        time.sleep(60)


@committed
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time")
def test_a_sealer_that_is_killed_holds_up_nobody(practice):
    write_many(practice, 1)
    dying = start(_seal_slowly, practice)
    deadline = clock.now() + timedelta(seconds=20)
    while clock.now() < deadline and not _locked(practice):
        pass
    dying.kill()
    dying.join()
    write_many(practice, 1)
    assert journal.head(practice)[0] == 2
    assert journal.check(practice) == []


def _locked(practice):
    with transaction.atomic():
        return not list(Stream.objects.select_for_update(skip_locked=True).filter(pk=practice))
