"""Add a client, change what is known of them."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from clients import events
from clients.models import Client
from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.vault import keys

LONGEST = {"name": 200, "email": 254, "phone": 40, "address": 400}
SAID = {
    "ties": ("ties_declared_at", "ties_declared_by"),
    "fit": ("fit_assessed_at", "fit_assessed_by"),
    "others": ("others_checked_at", "others_checked_by"),
}
FACTS = (*LONGEST, "language", "adult", "ties", "ties_detail", "fit", "others", "others_detail")


@transaction.atomic
def add(*, by: Membership, **facts: Any) -> Client:
    """Open the file of a new client of the coach `by`; `facts` are any of `FACTS`, name and
    e-mail at least. The next code of this coach is theirs."""
    Membership.objects.select_for_update(of=("self",)).get(pk=by.pk)
    last = Client.objects.of_coach(by).aggregate(last=Max("number"))["last"] or 0
    client = Client(practice_id=by.practice_id, coach=by, number=last + 1)
    client.created_at = clock.now()
    client.language = by.practice.language
    keys.open_file(client.pk)
    _take(client, facts, by=by)
    client.save(force_insert=True)
    journal.record(events.ADDED, client, by=by)
    return client


@transaction.atomic
def change(client: Client, *, by: Membership, **facts: Any) -> Client:
    """Change what is known of a client; what is not named in `facts` stays. What was declared is
    dated anew only when it differs."""
    client = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    if changed := _take(client, facts, by=by):
        client.save(update_fields=changed)
        journal.record(events.CHANGED, client, by=by, **_named(changed))
    return client


def _take(client: Client, facts: Mapping[str, Any], *, by: Membership) -> list[str]:
    """Set what differs and return the names of the fields; refused, field by field, for what
    cannot stand."""
    if strange := set(facts) - set(FACTS):
        raise TypeError(f"no such fact: {', '.join(sorted(strange))}")
    plain = {name: _tidy(name, value) for name, value in facts.items() if name != "adult"}
    _refuse_faults(client, plain)
    changed = [name for name, value in plain.items() if getattr(client, name) != value]
    for name in changed:
        setattr(client, name, plain[name])
    for fact, (when, who) in SAID.items():
        if {fact, f"{fact}_detail"} & set(changed):
            said = bool(getattr(client, fact))
            setattr(client, when, clock.now() if said else None)
            setattr(client, who, by if said else None)
            changed += [when, who]
    if "adult" in facts and bool(facts["adult"]) != bool(client.adult_confirmed_at):
        client.adult_confirmed_at = clock.now() if facts["adult"] else None
        client.adult_confirmed_by = by if facts["adult"] else None
        changed += ["adult_confirmed_at", "adult_confirmed_by"]
    return changed


def _tidy(name: str, value: Any) -> Any:
    """One line of text without what no keyboard types; an address keeps its lines."""
    if not isinstance(value, str):
        return value
    keep = "\n" if name in ("address", "ties_detail", "others_detail") else ""
    value = value.replace("\r\n", "\n")
    shown = "".join(
        each if each in keep or unicodedata.category(each) != "Cc" else " " for each in value
    )
    lines = (" ".join(line.split()) for line in shown.strip().split("\n"))
    return "\n".join(lines)


def _refuse_faults(client: Client, facts: Mapping[str, Any]) -> None:
    faults = {}
    for name in ("name", "email"):
        if not facts.get(name, getattr(client, name)):
            faults[name] = _("This is needed.")
    for name, most in LONGEST.items():
        if len(facts.get(name, "")) > most:
            faults[name] = _("Keep it under %(count)s characters.") % {"count": most}
    for name in ("ties", "others"):
        choice = facts.get(name, getattr(client, name))
        detail = facts.get(f"{name}_detail", getattr(client, f"{name}_detail"))
        if choice not in ("", "none") and not detail:
            faults[f"{name}_detail"] = _("Say in a few words which one.")
    if faults:
        raise Refused(_("Something is still missing."), fields=faults)


def _named(changed: list[str]) -> dict[str, Any]:
    """Which fields changed, for the journal: their names, none of their words."""
    return dict.fromkeys(changed, True)
