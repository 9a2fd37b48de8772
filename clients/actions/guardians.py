"""Who signs for a minor or a protected adult: add, change, remove."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clients import events
from clients.actions import beside, typed
from clients.models import Client, Guardian
from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused

FACTS = ("name", "email", "phone", "address", "kind", "authority")
# Who may sign for whom.
KINDS = {
    Client.Kind.MINOR: (Guardian.Kind.PARENT, Guardian.Kind.GUARDIAN),
    Client.Kind.PROTECTED: (
        Guardian.Kind.GUARDIAN,
        Guardian.Kind.CURATOR,
        Guardian.Kind.REPRESENTATIVE,
    ),
}


@transaction.atomic
def add(client: Client, *, by: Membership, **facts: Any) -> Guardian:
    """Note who signs for this client, or with them; `facts` are any of `FACTS`: name, e-mail and
    kind at least. Refused for a client who signs alone."""
    client = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    guardian = Guardian(practice_id=client.practice_id, client=client, created_at=clock.now())
    _take(guardian, facts)
    guardian.save(force_insert=True)
    journal.record(events.GUARDIAN_ADDED, guardian, by=by, client=client.pk)
    return guardian


@transaction.atomic
def change(guardian: Guardian, *, by: Membership, **facts: Any) -> Guardian:
    """Change what is known of a guardian; what is not named in `facts` stays. They stay the
    guardian of the same client."""
    rows = Guardian.objects.select_for_update(of=("self",)).select_related("client")
    guardian = rows.get(pk=guardian.pk)
    if changed := _take(guardian, facts):
        guardian.save(update_fields=changed)
        journal.record(events.GUARDIAN_CHANGED, guardian, by=by, **typed.named(changed))
    return guardian


@transaction.atomic
def remove(guardian: Guardian, *, by: Membership) -> bool:
    """See `beside.remove`."""
    guardian = Guardian.objects.select_for_update(of=("self",)).get(pk=guardian.pk)
    return beside.remove(guardian, by=by, event=events.GUARDIAN_REMOVED)


def _take(guardian: Guardian, facts: Mapping[str, Any]) -> list[str]:
    kinds = KINDS.get(guardian.client.kind, ())  # type: ignore[call-overload]
    if not kinds:
        raise Refused(_("Nobody signs for this client."))
    plain = typed.tidied(facts, FACTS)
    faults = typed.faults_in(guardian, plain, ("name", "email"))
    if plain.get("kind", guardian.kind) not in kinds:
        faults["kind"] = _("Say what they are to the client.")
    if faults:
        raise Refused(_("Something is still missing."), fields=faults)
    return typed.set_what_differs(guardian, plain)
