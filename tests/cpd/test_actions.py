from datetime import date

import pytest
from django.db import IntegrityError, transaction

from coachpractice.audit.models import Entry
from coachpractice.registry.errors import Refused
from coachpractice.vault import files
from coachpractice.vault.models import StoredFile
from cpd import actions
from cpd.models import BodyMembership, InsurancePolicy, Qualification, unbroken
from tests.cpd.factories import FACTS, insured, on_file, qualified
from tests.scans import LOCKED_PDF, NO_PDF, PDF, PNG, ZIP

pytestmark = pytest.mark.django_db

MODELS = [InsurancePolicy, BodyMembership, Qualification]


def happened():
    return list(Entry.objects.order_by("pk").values_list("event", flat=True))


@pytest.mark.parametrize("model", MODELS)
def test_what_is_put_on_file_is_kept_with_its_proof(alice, model):
    row = model.objects.of_coach(alice).get(pk=on_file(model, alice).pk)
    assert {name: getattr(row, name) for name in FACTS[model]} == FACTS[model]
    assert (files.read(row.proof), row.proof_kind) == (PDF, "application/pdf")
    assert (row.proof.subject, row.coach_id) == (alice.pk, alice.pk)


def test_the_proof_lies_encrypted(alice, vault_folder):
    insured(alice)
    kept = [path.read_bytes() for path in vault_folder.rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert b"%PDF" not in kept[0]


@pytest.mark.parametrize("proof", [ZIP, NO_PDF, LOCKED_PDF, b"", PDF + b"0" * 11_000_000])
def test_a_proof_that_cannot_be_kept_leaves_nothing_behind(alice, vault_folder, proof):
    with pytest.raises(Refused) as refusal:
        insured(alice, proof=proof)
    assert list(refusal.value.fields) == ["proof"]
    assert (InsurancePolicy.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert [path for path in vault_folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("model", "facts", "fields"),
    [
        (InsurancePolicy, {"insurer": " ", "number": ""}, ["insurer", "number"]),
        (InsurancePolicy, {"countries": []}, ["countries"]),
        (InsurancePolicy, {"countries": ["FR", "XX"]}, ["countries"]),
        (InsurancePolicy, {"until": None}, ["until"]),
        (InsurancePolicy, {"until": date(2025, 12, 31)}, ["until"]),
        (InsurancePolicy, {"until": date(9999, 12, 31)}, ["until"]),
        (InsurancePolicy, {"since": date(202, 1, 1)}, ["since"]),
        (InsurancePolicy, {"insurer": "x" * 201}, ["insurer"]),
        (BodyMembership, {"body": ""}, ["body"]),
        (BodyMembership, {"since": None}, ["since"]),
        (Qualification, {"name": "", "awarded_by": ""}, ["name", "awarded_by"]),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(alice, model, facts, fields):
    with pytest.raises(Refused) as refusal:
        on_file(model, alice, **facts)
    assert sorted(refusal.value.fields) == sorted(fields)
    assert model.objects.count() == 0


def test_one_day_is_a_period(alice):
    day = date(2026, 11, 23)
    assert insured(alice, since=day, until=day).until == day


def test_a_new_proof_takes_the_place_of_the_older_one(alice, vault_folder, django_db_blocker):
    row = insured(alice)
    older = row.proof_id
    row = actions.change(row, by=alice, proof=PNG, number="77-204-119")
    row = InsurancePolicy.objects.get(pk=row.pk)
    assert (files.read(row.proof), row.proof_kind, row.number) == (PNG, "image/png", "77-204-119")
    assert not StoredFile.objects.filter(pk=older).exists()
    assert happened() == ["standing-added", "standing-changed"]


def test_a_change_without_a_proof_leaves_the_proof(alice):
    row = actions.change(insured(alice), by=alice, number="1")
    assert files.read(InsurancePolicy.objects.get(pk=row.pk).proof) == PDF


def test_what_does_not_change_is_no_event(alice):
    actions.change(insured(alice), by=alice, **FACTS[InsurancePolicy])
    assert happened() == ["standing-added"]


def test_the_journal_holds_none_of_the_words(alice):
    row = insured(alice)
    actions.change(row, by=alice, insurer="Autre assureur", proof=PNG)
    assert [entry.details for entry in Entry.objects.order_by("pk")] == [
        {},
        {"insurer": True, "proof_kind": True},
    ]


def test_what_renews_follows_and_the_older_one_stays(alice):
    older = insured(alice, until=date(2026, 12, 31))
    facts = FACTS[InsurancePolicy] | {"since": date(2027, 1, 1)}
    newer = actions.renew(older, by=alice, **facts)
    assert newer.follows == older
    assert list(InsurancePolicy.objects.not_renewed()) == [newer]
    assert InsurancePolicy.objects.get(pk=older.pk).until == date(2026, 12, 31)
    assert happened() == ["standing-added", "standing-renewed"]


def test_it_is_renewed_once(alice):
    older = insured(alice)
    facts = FACTS[InsurancePolicy] | {"since": date(2027, 1, 1)}
    actions.renew(older, by=alice, **facts)
    with pytest.raises(Refused, match="renewed already"):
        actions.renew(older, by=alice, **facts)
    assert InsurancePolicy.objects.count() == 2


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 1, 1)])
def test_what_renews_begins_later(alice, day):
    older = insured(alice)
    with pytest.raises(Refused) as refusal:
        actions.renew(older, by=alice, **(FACTS[InsurancePolicy] | {"since": day}))
    assert list(refusal.value.fields) == ["since"]


def test_a_change_keeps_the_order_of_renewals(alice):
    older = insured(alice)
    newer = actions.renew(older, by=alice, **(FACTS[InsurancePolicy] | {"since": date(2027, 1, 1)}))
    with pytest.raises(Refused, match="It renews what began on"):
        actions.change(newer, by=alice, since=date(2026, 1, 1))
    with pytest.raises(Refused, match="It was renewed on"):
        actions.change(older, by=alice, since=date(2027, 1, 1))


def test_what_is_removed_is_gone_with_its_proof(
    alice, vault_folder, django_capture_on_commit_callbacks
):
    row = qualified(alice)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(row, by=alice)
    actions.remove(row, by=alice)
    assert (Qualification.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert [path for path in vault_folder.rglob("*") if path.is_file()] == []
    assert happened() == ["standing-added", "standing-removed"]


def test_what_followed_the_removed_one_stays(alice):
    older = insured(alice)
    newer = actions.renew(older, by=alice, **(FACTS[InsurancePolicy] | {"since": date(2027, 1, 1)}))
    actions.remove(older, by=alice)
    assert [row.follows for row in InsurancePolicy.objects.all()] == [None]
    assert InsurancePolicy.objects.get() == newer


@pytest.mark.parametrize(
    "facts",
    [{"until": None}, {"until": date(2025, 1, 1)}, {"proof": None}],
)
def test_the_database_keeps_out_what_no_action_would_write(alice, facts):
    row = insured(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        InsurancePolicy.objects.filter(pk=row.pk).update(**facts)


# Without a gap


def d(day):
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("spans", "end"),
    [
        ([], None),
        ([(d(1), d(22))], None),
        ([(d(24), d(30))], None),
        ([(d(1), d(23))], d(23)),
        ([(d(23), d(23))], d(23)),
        ([(d(1), d(25)), (d(26), d(30))], d(30)),
        ([(d(26), d(30)), (d(1), d(25))], d(30)),
        ([(d(1), d(25)), (d(27), d(30))], d(25)),
        ([(d(1), d(29)), (d(2), d(24))], d(29)),
        ([(d(1), d(20)), (d(22), d(30))], d(30)),
        ([(d(1), None), (d(2), d(3))], date.max),
        ([(d(1), d(25)), (d(20), None)], date.max),
    ],
)
def test_how_far_spans_reach_without_a_gap(spans, end):
    assert unbroken(spans, d(23)) == end
