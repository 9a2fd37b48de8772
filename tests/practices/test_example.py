"""The example practice comes by the product's own actions and goes without a trace."""

import pytest
from django.apps import apps
from django.core.management import call_command

from coachpractice.audit import journal
from coachpractice.audit.models import Entry
from coachpractice.jobs import actions as jobs
from coachpractice.jobs.models import Job
from coachpractice.practices import example
from coachpractice.practices.models import Membership, Practice
from coachpractice.registry.errors import Refused
from coachpractice.reminders.waiting import Today
from coachpractice.signing.models import Envelope
from coachpractice.vault.keyring.models import Key
from coachpractice.vault.models import StoredFile
from contracts.models import TakenIn

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]


@pytest.fixture
def helene(settings, tmp_path) -> Membership:
    settings.EMBEDDED = True
    settings.VAR_DIR = tmp_path
    settings.SEAL_FILE = str(tmp_path / "seal.p12")
    settings.SEAL_ROOT_FILE = str(tmp_path / "root.pem")
    call_command("ensure_seal")
    call_command("load_code")
    return example.make()


PEOPLE = (
    "Basile Mirabelle", "Samir Tournelune", "Linotte Passerose", "Awa Capucine",
    "Équipe du Martin-pêcheur", "Rowan Fairwren",
)  # fmt: skip


@pytest.mark.slow
def test_the_example_shows_six_clients_and_goes_in_one_click(helene, alice, client, login):
    practice = helene.practice
    page = login(client, helene).get("/clients/").text
    for name in PEOPLE:
        assert name in page
    assert "Spécimen" in page
    assert journal.check(practice.pk) == []
    _waits_for_eight_things(helene)
    _is_told_in_order(practice)
    jobs.run_due()
    assert not Envelope.objects.exclude(signed_at=None).filter(sealed_at=None).exists()
    assert not TakenIn.objects.filter(sealed=None).exists()
    assert not Job.objects.failed().exists()
    assert StoredFile.objects.filter(practice=practice.pk).exists()

    response = client.post("/settings/example/")
    assert response.headers["Location"] == "/start/"
    assert client.get("/settings/").status_code == 302
    left = {
        model._meta.label: model._base_manager.filter(practice=practice.pk).count()
        for model in apps.get_models()
        if "practice" in {field.name for field in model._meta.get_fields()}
    }
    assert {name: count for name, count in left.items() if count} == {}
    assert set(Key.objects.values_list("subject", flat=True)) == {alice.pk}
    assert list(Practice.objects.all()) == [alice.practice]
    assert not example.login_file().exists()


def _waits_for_eight_things(helene):
    """Each of another kind, but for the three ways in which a contract waits."""
    tasks = Today(helene).tasks
    assert len(tasks) == len({each.due.label for each in tasks}) == 8
    assert len({each.source for each in tasks}) == 7


def _is_told_in_order(practice):
    """Nothing happened before what is written above it, nor all at one hour."""
    rows = Entry.objects.filter(stream=practice.pk).order_by("id")
    moments = list(rows.values_list("at", flat=True))
    assert moments == sorted(moments)
    assert len({each.hour for each in moments}) > 8


def test_a_real_practice_cannot_be_removed_like_the_example(alice, client, login):
    assert login(client, alice).post("/settings/example/").status_code == 404
    with pytest.raises(Refused):
        example.remove(alice.practice, by=alice)


def test_there_is_no_example_where_others_could_come_in(settings, db):
    settings.EMBEDDED = False
    with pytest.raises(Refused):
        example.make()
