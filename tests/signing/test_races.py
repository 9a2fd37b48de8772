"""Several at once, and workers that die: one signature, one seal."""

import random
import time
from datetime import timedelta
from uuid import UUID

import pytest

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.jobs import actions as jobs
from coachpractice.jobs.models import Job
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import concluding, reading, sending
from coachpractice.signing.models import Envelope, Extract, Party
from coachpractice.signing.proof import Visit
from coachpractice.vault.models import StoredFile
from tests import processes
from tests.signing import samples, several

pytestmark = pytest.mark.django_db(transaction=True)
LINKS, RACERS = 100, 8


def sign(party: UUID) -> bool:
    import tests.signing.samples  # the agreement that only tests know

    assert tests.signing.samples
    row = Party.objects.select_related("envelope").get(pk=party)
    try:
        return concluding.sign(row, shown_sha256=row.text_sha256, visit=Visit())
    except Refused:
        return False


def run_job(job: UUID) -> None:
    import tests.signing.samples  # the agreement that only tests know

    assert tests.signing.samples
    jobs.run(job)


@pytest.fixture
def ready(sent) -> Party:
    """Odette has read, answered and chosen; only her signature is missing."""
    return _ready(sent)


def _ready(envelope: Envelope) -> Party:
    party = envelope.parties.get(role="client")
    limits = dict.fromkeys(samples.LIMITS, True)
    reading.answer_card(party, checks=samples.RIGHT, limits=limits)
    for card in samples.CARDS:
        reading.confirm_clear(party, card=card, visit=Visit())
    concluding.choose(party, consents=samples.CONSENTS, typed_name=samples.CLIENT)
    return party


def test_of_eight_who_sign_at_once_one_does(ready):
    assert sorted(processes.race(sign, [(ready.pk,)] * RACERS)) == [False] * 7 + [True]
    assert journal.check(ready.envelope_id) == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hundred_links_give_a_hundred_signatures(sent, alice):
    frozen = sent
    for _ in range(LINKS):
        envelope = samples.envelope(alice)
        # The same presented file for all: what is raced for is the signature.
        Envelope.objects.filter(pk=envelope.pk).update(
            frozen_at=frozen.frozen_at,
            presented=frozen.presented,
            presented_sha256=frozen.presented_sha256,
        )
        sending.invite_next(envelope)
        party = _ready(envelope)
        assert sum(processes.race(sign, [(party.pk,)] * RACERS)) == 1
    assert Party.objects.filter(role="client").signed().count() == LINKS


def _sealed_though_killed(envelope: Envelope, seed: int) -> None:
    """Sign it all, kill the worker that seals at some moment, let the next one finish."""
    party = _ready(envelope)
    concluding.sign(party, shown_sha256=envelope.text_sha256, visit=Visit())
    mine = envelope.parties.get(role="coach")
    concluding.choose(mine, consents={}, typed_name="Alice Églantine")
    concluding.sign(mine, shown_sha256=envelope.text_sha256, visit=Visit())
    job = Job.objects.get(name="signing.seal", ids={"envelope": str(envelope.pk)})
    worker = processes.start(run_job, job.pk)
    time.sleep(random.Random(seed).uniform(0, 3))
    worker.kill()
    worker.join()
    with clock.at(clock.now() + timedelta(hours=1)):
        jobs.run_due()
    envelope.refresh_from_db()
    assert envelope.sealed_at is not None
    job.refresh_from_db()
    assert job.done_at is not None
    kept = StoredFile.objects.filter(subject=envelope.subject)
    assert {row.pk for row in kept} == {envelope.presented_id, envelope.sealed_id}
    assert journal.check(envelope.pk) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_a_worker_killed_while_sealing_leaves_one_seal(sent, seed):
    _sealed_though_killed(sent, seed)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_twenty_sealings_with_a_killed_worker_give_twenty_seals(alice):
    for seed in range(20):
        envelope = samples.envelope(alice)
        sending.send(envelope)
        jobs.run_due()
        envelope.refresh_from_db()
        _sealed_though_killed(envelope, seed)


def test_two_who_seal_at_once_keep_one_seal(sent):
    party = _ready(sent)
    concluding.sign(party, shown_sha256=sent.text_sha256, visit=Visit())
    mine = sent.parties.get(role="coach")
    concluding.choose(mine, consents={}, typed_name="Alice Églantine")
    concluding.sign(mine, shown_sha256=sent.text_sha256, visit=Visit())
    sealed = processes.race(seal, [(sent.pk,)] * 2)
    assert sorted(sealed) == [False, True]
    sent.refresh_from_db()
    kept = StoredFile.objects.filter(subject=sent.subject)
    assert {row.pk for row in kept} == {sent.presented_id, sent.sealed_id}


def seal(envelope: UUID) -> bool:
    import tests.signing.samples
    from coachpractice.signing.actions import sealing

    assert tests.signing.samples
    return sealing.seal(Envelope.objects.get(pk=envelope))


def test_two_guests_and_more_who_sign_at_once_conclude_once(alice):
    envelope = several.minor(alice)
    sending.send(envelope)
    jobs.run_due()
    guests = list(envelope.parties.filter(member=None))
    for party in guests:
        several.prepare(party)
    said = processes.race(sign, [(party.pk,) for party in (*guests, *guests)])
    assert sum(said) == len(guests)
    several.sign(envelope.parties.get(role="coach"))
    envelope.refresh_from_db()
    assert envelope.signed_at is not None
    assert [each.pk for each in samples.concluded] == [envelope.pk]
    assert Job.objects.filter(name="signing.seal").count() == 1
    assert sorted(processes.race(seal, [(envelope.pk,)] * 2)) == [False, True]
    extracts = Extract.objects.filter(envelope=envelope)
    assert len({each.sealed_sha256 for each in extracts} - {""}) == len(guests)
    assert StoredFile.objects.filter(subject=envelope.subject).count() == 2 * (len(guests) + 1)
    assert journal.check(envelope.pk) == []


def test_when_the_last_two_sign_at_once_the_document_is_concluded_once(alice):
    """Nobody signs after them: one of the two concludes."""
    envelope = several.tripartite(alice)
    envelope.parties.update(position=1)
    sending.send(envelope)
    jobs.run_due()
    several.sign(envelope.parties.get(role="coach"))
    guests = list(envelope.parties.filter(member=None))
    for party in guests:
        several.prepare(party)
    assert processes.race(sign, [(party.pk,) for party in guests]) == [True, True]
    envelope.refresh_from_db()
    assert envelope.signed_at is not None
    assert Job.objects.filter(name="signing.seal").count() == 1
