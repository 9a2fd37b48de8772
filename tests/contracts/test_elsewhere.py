"""A contract signed on paper or in another system, taken in: its facts, its rules, its copy."""

import hashlib
import io
import subprocess
from datetime import date, timedelta

import pikepdf
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from clients.actions import members
from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.documents import seals
from coachpractice.documents.lookups import answers, copy_with
from coachpractice.documents.verifying import verify
from coachpractice.jobs import actions as jobs
from coachpractice.registry.errors import Refused
from coachpractice.registry.evidence import RULES
from coachpractice.signing.models import Role
from coachpractice.vault import files
from contracts import actions as contracts
from contracts.changes.following import amend, renew
from contracts.dossier import Contracts
from contracts.elsewhere import actions
from contracts.elsewhere.declared import Answer, Hand
from contracts.elsewhere.lacking import lacking
from contracts.elsewhere.people import Person
from contracts.elsewhere.sealing import seal_copy
from contracts.models import Contract, State, TakenIn
from tests.clients.factories import (
    ClientFactory,
    ContactFactory,
    GuardianFactory,
    SponsorFactory,
    TeamMemberFactory,
)
from tests.contracts.elsewhere import SIGNED, declared_of, hands, taken_in
from tests.contracts.factories import concluded_by
from tests.scans import JPEG, LOCKED_PDF, NO_PDF, PDF, PNG, ZIP

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
PROVED = (
    "code-shared", "contract-understood", "expectations-and-programme", "methods-explained",
    "strict-confidentiality", "confidentiality-limits-agreed", "supervision-consented",
    "clear-boundaries", "right-to-end", "client-interest-first",
)  # fmt: skip


def find(rule, coach, day=TODAY):
    return RULES.get(rule).find(coach, day)


@pytest.fixture
def seal_here(settings, tmp_path):
    settings.SEAL_FILE = tmp_path / "seal.p12"
    settings.SEAL_ROOT_FILE = tmp_path / "root.pem"
    seals.make("Coachpractice of the tests")


def words_of(pdf):
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    told = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return " ".join(told.decode().split())


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY), translation.override("en"):
        yield


def state_of(contract, day=TODAY):
    return Contract.objects.with_state(day).get(pk=contract.pk).state


# What it is -----------------------------------------------------------------------------------


def test_it_is_in_force_from_the_day_of_the_last_signature(coach):
    client = ClientFactory(by=coach)
    both = hands(client)
    later = (both[0], Hand(both[1].who, SIGNED + timedelta(days=4)))
    contract = taken_in(coach, client, hands=later)
    assert state_of(contract) == State.IN_FORCE
    assert contract.taken_in.signed_on == date(2026, 9, 5)
    zone = coach.practice.timezone
    mine = Contract.objects.of_coach(coach)
    assert not mine.active(date(2026, 9, 4), zone).exists()
    assert mine.active(date(2026, 9, 5), zone).exists()


def test_signed_today_it_counts_today(coach):
    client = ClientFactory(by=coach)
    contract = taken_in(coach, client, hands=hands(client, TODAY), code_on=TODAY)
    assert contract.concluded_at == clock.now()
    assert Contract.objects.of_coach(coach).active(TODAY, coach.practice.timezone).exists()


def test_one_of_before_has_ended_and_is_no_newer_than_what_was_signed_here(coach):
    client = ClientFactory(by=coach)
    here = concluded_by(coach, client, on=date(2026, 11, 1))
    past = taken_in(
        coach,
        client,
        hands=hands(client, date(2024, 1, 8)),
        code_on=date(2024, 1, 8),
        start_day=date(2024, 1, 8),
        end_day=date(2024, 12, 31),
    )
    assert (state_of(past), state_of(here)) == (State.ENDED, State.IN_FORCE)
    assert str(Contracts().lines([client], day=TODAY)[client.pk].contract) == "in force"


def test_nobody_can_change_or_send_it(coach):
    contract = taken_in(coach)
    assert not contract.is_editable
    assert not Contract.objects.editable().exists()
    with pytest.raises(Refused):
        contracts.save(contract, by=coach, sessions_count=9)


def test_the_next_draft_remembers_what_was_agreed_here(coach):
    concluded_by(coach, on=date(2026, 11, 1), session_minutes=45)
    taken_in(coach)
    assert contracts.draft(ClientFactory(by=coach), by=coach).session_minutes == 45


def test_it_can_be_amended_and_renewed(coach):
    contract = taken_in(coach)
    made = amend(contract, by=coach)
    assert (made.amends, made.sessions_count, made.taken_in) == (contract, 8, None)
    old = taken_in(coach, end_day=TODAY)
    assert renew(old, by=coach).start_day == TODAY + timedelta(days=1)


@pytest.mark.parametrize("fault", [{"taken_in": None}, {"concluded_at": None}, {"end_day": None}])
def test_the_database_holds_it_together(coach, fault):
    contract = taken_in(coach)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(**fault)


def test_a_contract_is_signed_here_or_elsewhere_not_both(coach):
    here, there = concluded_by(coach, on=date(2026, 11, 1)), taken_in(coach)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.filter(pk=there.pk).update(envelope=here.envelope)


# What it proves -------------------------------------------------------------------------------


def test_a_paper_that_says_all_keeps_every_rule(coach):
    taken_in(coach)
    found = {rule: find(rule, coach) for rule in PROVED}
    assert {name: each.state for name, each in found.items()} == dict.fromkeys(found, "kept")
    assert found["right-to-end"].why.endswith("Of these, signed elsewhere and taken in: 1.")


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("code-shared", {"edition": None, "code_on": None}),
        ("contract-understood", {"cards": ("work", "ending")}),
        ("expectations-and-programme", {"sections": ("secrecy",)}),
        ("expectations-and-programme", {"objectives_count": None}),
        ("expectations-and-programme", {"sessions_count": None}),
        ("methods-explained", {"sections": ("secrecy",)}),
        ("strict-confidentiality", {"sections": ("methods",)}),
        ("confidentiality-limits-agreed", {"limits": ()}),
        ("supervision-consented", {"answers": {}}),
        ("clear-boundaries", {"sections": ("sessions",)}),
        ("right-to-end", {"sections": ()}),
    ],
)
def test_what_a_paper_does_not_say_is_missing(coach, rule, fault):
    contract = taken_in(coach, **fault)
    finding = find(rule, coach)
    assert finding.state == "missing"
    assert [str(proof.label) for proof in finding.proofs] == [contract.client.code]


def test_a_no_to_supervision_is_an_answer(coach):
    taken_in(coach, answers={"supervision-case": Answer(given=False)})
    assert find("supervision-consented", coach).state == "kept"


def test_an_answer_and_the_code_count_from_their_own_day(coach):
    day = date(2026, 10, 10)
    taken_in(coach, answers={"supervision-case": Answer(given=True, on=day)}, code_on=day)
    for rule in ("supervision-consented", "code-shared"):
        assert find(rule, coach, day - timedelta(days=1)).state == "missing"
        assert find(rule, coach, day).state == "kept"


def test_a_minor_is_safe_once_a_parent_signed_and_below_15_the_child_too(coach):
    child = ClientFactory(by=coach, minor=True)
    parent = GuardianFactory(client=child)
    contract = taken_in(coach, child)
    assert find("minors-and-vulnerable-adults", coach).state == "missing"
    assert "Nobody who may sign for your client has signed." in lacking(contract)
    signed = hands(child, SIGNED, (Role.GUARDIAN, parent))
    actions.correct(
        contract, by=coach, declared=declared_of(child, hands=signed), language="fr",
        start_day=contract.start_day, end_day=contract.end_day, sessions_count=8,
    )  # fmt: skip
    assert find("minors-and-vulnerable-adults", coach).state == "kept"
    alone = tuple(hand for hand in signed if hand.who.role != Role.CLIENT)
    contract = Contract.objects.get(pk=contract.pk)
    actions.correct(
        contract, by=coach, declared=declared_of(child, hands=alone), language="fr",
        start_day=contract.start_day, end_day=contract.end_day,
    )  # fmt: skip
    assert find("minors-and-vulnerable-adults", coach).state == "missing"


def test_every_member_of_a_team_has_to_have_signed(coach):
    sponsor = SponsorFactory(by=coach)
    team = ClientFactory(by=coach, team=True)
    one, contact = TeamMemberFactory(client=team), ContactFactory(sponsor=sponsor, signs=True)
    signed = hands(team, SIGNED, (Role.MEMBER, one), (Role.SPONSOR, contact))
    taken_in(coach, team, hands=signed)
    assert find("strict-confidentiality", coach).state == "kept"
    assert "The organisation signed it too in 1 of them." in find("code-shared", coach).why
    members.add(team, by=coach, name="Zélie", email="zelie@courriel.example")
    assert find("strict-confidentiality", coach).state == "missing"


@pytest.mark.parametrize("rule", PROVED)
def test_a_rule_asks_the_same_number_of_queries_for_one_and_three(coach, rule):
    counts = []
    for number in (1, 3):
        while Contract.objects.count() < number:
            taken_in(coach)
        with CaptureQueriesContext(connection) as asked:
            find(rule, coach)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# What cannot be so ----------------------------------------------------------------------------


def faults_of(coach, **facts):
    with pytest.raises(Refused) as refusal:
        taken_in(coach, **facts)
    assert not Contract.objects.exists()
    assert not TakenIn.objects.exists()
    return set(refusal.value.fields)


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), date(206, 9, 1), date(1969, 12, 31)])
def test_a_signature_on_a_day_that_cannot_be_is_refused(coach, on):
    client = ClientFactory(by=coach)
    assert faults_of(coach, client=client, hands=hands(client, on)) == {"client", "coach"}


def test_nobody_signs_before_the_client_was_born(coach):
    child = ClientFactory(by=coach, minor=True)
    parent = GuardianFactory(client=child)
    signed = (*hands(child)[:1], Hand(Person.of(Role.GUARDIAN, "A", parent.pk), child.born_on))
    assert faults_of(coach, client=child, hands=signed) == {f"signed-{parent.pk}"}


def test_who_signed_must_be_said(coach):
    client = ClientFactory(by=coach)
    mine, theirs = hands(client)
    assert faults_of(coach, client=client, hands=(mine,)) == {"others"}
    assert faults_of(coach, client=client, hands=(theirs,)) == {"coach"}
    contact = Person(Role.SPONSOR, "Une directrice", "else_day")
    assert faults_of(coach, client=client, hands=(mine, Hand(contact, SIGNED))) == {"client"}
    assert faults_of(coach, client=client, hands=()) == {"coach", "others"}


def test_the_end_comes_after_the_start_and_a_system_has_a_name(coach):
    assert faults_of(coach, end_day=date(2026, 8, 31)) == {"end_day"}
    assert faults_of(coach, medium="system") == {"system"}
    assert faults_of(coach, code_on=None) == {"code_on"}
    later = {"supervision-case": Answer(given=True, on=TODAY + timedelta(days=1))}
    assert faults_of(coach, answers=later) == {"supervision-case_on"}


@pytest.mark.parametrize("scan", [ZIP, LOCKED_PDF, NO_PDF, b"", PDF + b"x" * 80_000_000])
def test_a_scan_that_cannot_be_kept_is_refused(coach, scan):
    assert faults_of(coach, scan=scan) == {"scan"}


def test_the_same_scan_is_taken_in_once(coach):
    client = ClientFactory(by=coach)
    taken_in(coach, client)
    with pytest.raises(Refused):
        taken_in(coach, client)
    assert Contract.objects.count() == 1
    taken_in(coach, client, scan=JPEG)


def test_strange_names_are_kept_as_they_are(coach):
    client = ClientFactory(by=coach, name="<b>𝕆𝕕𝕚𝕝</b> O'‮Neil\u200b 李")
    contract = taken_in(coach, client)
    names = [each.name for each in contract.taken_in.signatories.all()]
    assert names == ["Alice Églantine", client.name]


# Its copy -------------------------------------------------------------------------------------


@pytest.mark.parametrize("scan", [PDF, PNG])
def test_the_sealed_copy_says_what_it_is_and_carries_the_scan(coach, scan, seal_here):
    contract = taken_in(coach, scan=scan, sponsored=False)
    jobs.run_due()
    seal_copy(contract.taken_in_id)
    taken = TakenIn.objects.get()
    pdf = files.read(taken.sealed)
    assert taken.sealed_sha256 == hashlib.sha256(pdf).hexdigest()
    verdict = verify(pdf)
    assert verdict.ok
    assert verdict.code == taken.code
    [answer] = answers(verdict)
    assert answer.ok
    words = words_of(pdf)
    assert "Copie d’un document signé ailleurs" in words or "Copy of a document" in words
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        [attached] = opened.attachments.values()
        assert attached.get_file().read_bytes() == scan
    copy = copy_with(taken.code)
    assert copy.sealed_sha256 == taken.sealed_sha256
    assert contract.client.name not in str(copy)


def test_what_was_corrected_no_longer_counts_and_gets_a_new_copy(coach, seal_here):
    contract = taken_in(coach, medium="system", system="Signatou")
    jobs.run_due()
    old = TakenIn.objects.get()
    pdf = files.read(old.sealed)
    again = actions.correct(
        contract, by=coach, declared=declared_of(contract.client), language="fr",
        start_day=contract.start_day, end_day=contract.end_day, sessions_count=6,
    )  # fmt: skip
    jobs.run_due()
    new = TakenIn.objects.standing().get()
    assert (again.pk, again.sessions_count) == (contract.pk, 6)
    assert new.sealed_at
    assert files.read(new.scan) == PDF
    assert [answer.ok for answer in answers(verify(pdf))] == [False]
    old.refresh_from_db()
    assert (old.scan, old.sealed, old.system, old.signatories.count()) == (None, None, "", 0)


def test_taken_out_the_journal_keeps_it_and_the_rest_is_gone(coach, seal_here):
    contract = taken_in(coach)
    jobs.run_due()
    stored = TakenIn.objects.get().scan
    actions.take_out(contract, by=coach)
    assert not Contract.objects.exists()
    taken = TakenIn.objects.get()
    assert str(copy_with(taken.code).words) == "This copy no longer counts"
    assert not type(stored).objects.filter(pk=stored.pk).exists()
    assert journal.check(coach.practice_id) == []
    seal_copy(taken.pk)
    taken_in(coach, ClientFactory(by=coach))


def test_dropped_while_its_seal_is_made_it_keeps_no_copy(coach, seal_here):
    contract = taken_in(coach)
    actions.take_out(contract, by=coach)
    jobs.run_due()
    assert TakenIn.objects.get().sealed is None


def test_once_something_stands_on_it_it_stays(coach):
    contract = taken_in(coach)
    amend(contract, by=coach)
    with pytest.raises(Refused):
        actions.take_out(contract, by=coach)
    with pytest.raises(Refused):
        actions.correct(
            contract, by=coach, declared=declared_of(contract.client), language="fr",
            start_day=contract.start_day, end_day=contract.end_day,
        )  # fmt: skip


def test_what_was_signed_here_is_not_taken_out(coach):
    contract = concluded_by(coach, on=date(2026, 11, 1))
    with pytest.raises(Refused):
        actions.take_out(contract, by=coach)
