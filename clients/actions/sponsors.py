"""Who pays: add a sponsor, change what is known of it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clients import events
from clients.actions import typed
from clients.models import Sponsor
from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.vault import keys

FACTS = ("name", "address", "registration", "language")


@transaction.atomic
def add(*, by: Membership, **facts: Any) -> Sponsor:
    """Open the file of an organisation that pays; `facts` are any of `FACTS`, a name at least."""
    sponsor = Sponsor(practice_id=by.practice_id, coach=by, created_at=clock.now())
    sponsor.language = by.practice.language
    keys.open_file(sponsor.pk)
    _take(sponsor, facts)
    sponsor.save(force_insert=True)
    journal.record(events.SPONSOR_ADDED, sponsor, by=by)
    return sponsor


@transaction.atomic
def change(sponsor: Sponsor, *, by: Membership, **facts: Any) -> Sponsor:
    """Change what is known of a sponsor; what is not named in `facts` stays."""
    sponsor = Sponsor.objects.select_for_update(of=("self",)).get(pk=sponsor.pk)
    if changed := _take(sponsor, facts):
        sponsor.save(update_fields=changed)
        journal.record(events.SPONSOR_CHANGED, sponsor, by=by, **typed.named(changed))
    return sponsor


def _take(sponsor: Sponsor, facts: Mapping[str, Any]) -> list[str]:
    plain = typed.tidied(facts, FACTS)
    if faults := typed.faults_in(sponsor, plain, ("name",)):
        raise Refused(_("Something is still missing."), fields=faults)
    return typed.set_what_differs(sponsor, plain)
