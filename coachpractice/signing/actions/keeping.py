"""What a guest keeps after signing: a page of their own behind a link, and choices that they may
change. What stands on that page is the business of the room whose document it is; it names the
purpose of the link."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice.audit import journal
from coachpractice.links import actions as links
from coachpractice.links.models import Link
from coachpractice.mail.actions import post
from coachpractice.registry.errors import Refused
from coachpractice.signing import events
from coachpractice.signing.actions.concluding import keep_consent
from coachpractice.signing.models import Party
from coachpractice.signing.proof import Visit

PURPOSE = "keep"


def open_door(party: Party, *, life: timedelta) -> Link:
    """Issue the link to the guest's own page; every older one is shut. In a transaction."""
    return links.issue(purpose=PURPOSE, holder=party.pk, practice=party.practice_id, life=life)


def address_of(party: Party) -> str:
    """The address of the guest's own page; "" where there is none."""
    link = Link.objects.filter(purpose=PURPOSE, holder=party.pk).first()
    return links.address(link) if link and link.is_open else ""


@transaction.atomic
def change_choices(party: Party, *, choices: Mapping[str, bool], visit: Visit) -> bool:
    """A guest changes their mind about choices of their own; the coach is told once. True when any
    was another one before. Refused before they signed, and for what was never asked."""
    party = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
    if not party.signed_at:
        raise Refused(_("Sign first; what you choose counts from then on."))
    if set(choices) - set(party.consents.values_list("key", flat=True)):
        raise Refused(_("This was not asked of you."))
    changed = [
        key for key, given in choices.items() if keep_consent(party, key, given, visit=visit)
    ]
    for key in changed:
        given = choices[key]
        journal.record(events.CHOICE_CHANGED, party, by=party, consent=key, given=given)
    if changed:
        post("signing.choice-changed", party=party.pk)
    return bool(changed)
