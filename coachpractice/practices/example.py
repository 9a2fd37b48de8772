"""The example practice: invented people, made by the product's own actions, gone in one click."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.accounts import actions as accounts
from coachpractice.accounts.models import User
from coachpractice.audit import journal
from coachpractice.practices import actions, events
from coachpractice.practices.models import Membership, Practice
from coachpractice.practices.stories import Ago
from coachpractice.registry.demo import in_order
from coachpractice.registry.errors import Refused
from coachpractice.vault import files, keys
from coachpractice.vault.models import StoredFile

NAME, EMAIL, PRACTICE = "Hélène Aubépine", "helene@aubepine.example", "Cabinet Aubépine"


def login_file() -> Path:
    """Where the login of the example stands, address and password on a line each."""
    return Path(settings.VAR_DIR) / "demo-login"


def make() -> Membership:
    """Found the example practice and play every app's scenes in it. Not inside a transaction.

    Its password is made anew and left in `login_file()`. Refused where others could come in:
    the example is for the embedded default.
    """
    if not settings.EMBEDDED:
        raise Refused(_("The example practice is for an installation on one’s own machine."))
    password = secrets.token_urlsafe(12)
    with clock.at(Ago(200, "8:40").moment), transaction.atomic():
        user = accounts.register(email=EMAIL, password=password, name=NAME, language="fr")
        coach = actions.found(
            user=user,
            name=PRACTICE,
            specimen=True,
            legal_form="entreprise individuelle",
            registration="SIREN 000 000 000",
            address="3, rue du Tilleul",
            postcode="69000",
            city="Lyon",
            mediator_name="Médiation de Clairnuit",
            mediator_url="https://mediation.example/",
            suppliers="Hébergeur de Clairnuit (Lyon)",
        )
        actions.change_profile(
            coach.profile,
            by=coach,
            title="coach professionnelle",
            phone="01 99 00 00 00",
            methods="l’écoute active (Carl Rogers), le questionnement orienté vers les solutions "
            "(Steve de Shazer et Insoo Kim Berg)",
            supervision_rhythm="une fois par mois",
            deputy_name="Édith Romarin",
        )
    file = login_file()
    file.touch(mode=0o600)
    file.write_text(f"{EMAIL}\n{password}\n", encoding="utf-8")
    for scene in in_order():
        scene.play(coach)
    return coach


@transaction.atomic
def remove(practice: Practice, *, by: Membership) -> None:
    """Take the example away: its rows, its files and its keys, and the account that showed it.

    Its journal stays, which names nobody. Refused for a practice that is no example.
    """
    if not practice.specimen:
        raise Refused(_("Only the example practice can be removed like this."))
    journal.record(events.REMOVED, practice, by=by)
    subjects = {row.vault_subject for rows in _of(practice) for row in _holders(rows)}
    users = list(practice.members.values_list("user", flat=True))
    # Foreign keys are checked when the transaction ends, so the order does not matter.
    for rows in _of(practice):
        rows._raw_delete(using=rows.db)
    for stored in StoredFile.objects.filter(practice=practice.pk):
        files.remove(stored)
    Practice.objects.filter(pk=practice.pk)._raw_delete(using="default")  # type: ignore[attr-defined]
    User.objects.filter(pk__in=users).delete()
    transaction.on_commit(lambda: _forget(subjects))


def _of(practice: Practice) -> Iterator[QuerySet]:
    """The rows of a practice, model by model."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        if "practice" in names and model is not StoredFile:
            yield model._base_manager.filter(practice=practice.pk)


def _holders(rows: QuerySet) -> QuerySet:
    return rows if hasattr(rows.model, "vault_subject") else rows.none()


def _forget(subjects: set[UUID]) -> None:
    for subject in subjects:
        keys.destroy(subject)
    login_file().unlink(missing_ok=True)
