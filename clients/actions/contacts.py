"""The people of a sponsor: add, change, remove."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clients import events
from clients.actions import beside, typed
from clients.models import Sponsor, SponsorContact
from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.vault import keys

PARTS = tuple(SponsorContact.Part.values)
FACTS = ("name", "email", "phone", "function", *PARTS)


@transaction.atomic
def add(sponsor: Sponsor, *, by: Membership, **facts: Any) -> SponsorContact:
    """Open the file of somebody at this sponsor; `facts` are any of `FACTS`: name, e-mail and one
    part at least. Two contacts of a sponsor never share an address."""
    sponsor = Sponsor.objects.select_for_update(of=("self",)).get(pk=sponsor.pk)
    contact = SponsorContact(
        practice_id=sponsor.practice_id, sponsor=sponsor, created_at=clock.now()
    )
    keys.open_file(contact.pk)
    _take(contact, facts)
    contact.save(force_insert=True)
    journal.record(events.CONTACT_ADDED, contact, by=by, sponsor=sponsor.pk)
    return contact


@transaction.atomic
def change(contact: SponsorContact, *, by: Membership, **facts: Any) -> SponsorContact:
    """Change what is known of a contact; what is not named in `facts` stays."""
    sponsor = Sponsor.objects.select_for_update(of=("self",)).get(pk=contact.sponsor_id)
    contact = sponsor.contacts.select_for_update(of=("self",)).get(pk=contact.pk)
    if changed := _take(contact, facts):
        contact.save(update_fields=changed)
        journal.record(events.CONTACT_CHANGED, contact, by=by, **typed.named(changed))
    return contact


@transaction.atomic
def remove(contact: SponsorContact, *, by: Membership) -> bool:
    """See `beside.remove`; with the row go the keys of their file."""
    contact = SponsorContact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    return beside.remove(contact, by=by, event=events.CONTACT_REMOVED)


def _take(contact: SponsorContact, facts: Mapping[str, Any]) -> list[str]:
    plain = typed.tidied(facts, FACTS)
    faults = typed.faults_in(contact, plain, ("name", "email"))
    if not any(plain.get(part, getattr(contact, part)) for part in PARTS):
        faults["signs"] = _("Tick at least one: what they are there for.")
    others = SponsorContact.objects.filter(sponsor=contact.sponsor_id).there()
    others = others.exclude(pk=contact.pk)
    if "email" in plain and beside.shares_address(others, plain["email"]):
        faults["email"] = _("Another contact of this sponsor has this address.")
    if faults:
        raise Refused(_("Something is still missing."), fields=faults)
    return typed.set_what_differs(contact, plain)
