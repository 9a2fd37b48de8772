"""Who is in a team that is coached: add, change, remove."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clients import events
from clients.actions import beside, typed
from clients.models import Client, TeamMember
from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused

FACTS = ("name", "email")


@transaction.atomic
def add(client: Client, *, by: Membership, **facts: Any) -> TeamMember:
    """Note who is in this team; `facts` are name and e-mail, both needed. Two members never share
    an address: each answers alone."""
    client = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    if client.kind != Client.Kind.TEAM:
        raise Refused(_("This client is not a team."))
    member = TeamMember(practice_id=client.practice_id, client=client, created_at=clock.now())
    _take(member, facts)
    member.save(force_insert=True)
    journal.record(events.MEMBER_ADDED, member, by=by, client=client.pk)
    return member


@transaction.atomic
def change(member: TeamMember, *, by: Membership, **facts: Any) -> TeamMember:
    """Change name or address of a member; what is not named in `facts` stays."""
    client = Client.objects.select_for_update(of=("self",)).get(pk=member.client_id)
    member = client.members.select_for_update(of=("self",)).get(pk=member.pk)
    if changed := _take(member, facts):
        member.save(update_fields=changed)
        journal.record(events.MEMBER_CHANGED, member, by=by, **typed.named(changed))
    return member


@transaction.atomic
def remove(member: TeamMember, *, by: Membership) -> bool:
    """See `beside.remove`."""
    member = TeamMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    return beside.remove(member, by=by, event=events.MEMBER_REMOVED)


def _take(member: TeamMember, facts: Mapping[str, Any]) -> list[str]:
    plain = typed.tidied(facts, FACTS)
    faults = typed.faults_in(member, plain, FACTS)
    others = TeamMember.objects.filter(client=member.client_id).there().exclude(pk=member.pk)
    if "email" in plain and beside.shares_address(others, plain["email"]):
        faults["email"] = _("Another member of this team has this address: each answers alone.")
    if faults:
        raise Refused(_("Something is still missing."), fields=faults)
    return typed.set_what_differs(member, plain)
