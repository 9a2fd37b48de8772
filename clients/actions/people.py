"""Add a client of whatever kind, change what is known of them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from clients import ages, events
from clients.actions import beside, typed
from clients.models import Client, Sponsor
from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.vault import keys

Kind = Client.Kind

# What was said: when, by whom, and the words that go with it.
SAID = {
    "ties": ("ties_declared_at", "ties_declared_by", "ties_detail"),
    "fit": ("fit_assessed_at", "fit_assessed_by", ""),
    "others": ("others_checked_at", "others_checked_by", "others_detail"),
    "arrangement": ("arranged_at", "arranged_by", ""),
}
ASKED_OF_SOME = {
    "born_on": (Kind.MINOR,),
    "protection": (Kind.PROTECTED,),
    "vulnerable": (Kind.ADULT,),
    "adult": (Kind.ADULT, Kind.PROTECTED),
}
FACTS = (
    "kind", "name", "email", "phone", "address", "language", "adult", "born_on", "protection",
    "vulnerable", "arrangement", "sponsor", "ties", "ties_detail", "fit", "others", "others_detail",
)  # fmt: skip


@transaction.atomic
def add(*, by: Membership, coach: Membership | None = None, **facts: Any) -> Client:
    """Open the file of a new client of `coach`, who is `by` unless an assistant opens it for a
    coach they help; `facts` are any of `FACTS`: a name, for an
    adult an e-mail address, for a minor the birth date, for an adult under protection which one.
    The next code of this coach is theirs."""
    coach = coach or by
    if by.is_assistant and not by.assisted().filter(coach=coach.pk).exists():
        raise Refused(_("This coach does not let you help."))
    Membership.objects.select_for_update(of=("self",)).get(pk=coach.pk)
    last = Client.objects.of_coach(coach).aggregate(last=Max("number"))["last"] or 0
    client = Client(practice_id=by.practice_id, coach=coach, number=last + 1)
    client.created_at = clock.now()
    client.language = by.practice.language
    keys.open_file(client.pk)
    _take(client, {"kind": Kind.ADULT, **facts}, by=by)
    client.save(force_insert=True)
    journal.record(events.ADDED, client, by=by)
    return client


@transaction.atomic
def change(client: Client, *, by: Membership, **facts: Any) -> Client:
    """Change what is known of a client; what is not named in `facts` stays, but what their kind
    does not have goes, and whoever stood beside them for it. What was declared is dated anew only
    when it differs."""
    client = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    if changed := _take(client, facts, by=by):
        client.save(update_fields=changed)
        journal.record(events.CHANGED, client, by=by, **typed.named(changed))
        if "kind" in changed:
            _let_go(client, by=by)
    return client


@transaction.atomic
def confirm_adult(client: Client, *, by: Membership) -> Client:
    """Somebody kept as a minor has come of age: they are an adult from now on, nobody signs for
    them any more, and their birth date is no longer kept. Done already, it stays as it is; refused
    before the day."""
    client = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    if client.kind == Kind.ADULT:
        return client
    if not client.is_of_age(clock.today(by.practice.timezone)):
        raise Refused(_("This person is not 18 yet."))
    changed = _take(client, {"kind": Kind.ADULT, "adult": True}, by=by)
    client.save(update_fields=changed)
    journal.record(events.OF_AGE, client, by=by)
    _let_go(client, by=by)
    return client


def set_sponsor(client: Client, *, by: Membership, sponsor: Sponsor | None) -> Client:
    """Say which sponsor pays for this client; None: nobody but the client."""
    return change(client, by=by, sponsor=sponsor)


def _let_go(client: Client, *, by: Membership) -> None:
    """Whoever has no place beside a client of this kind leaves."""
    if not client.needs_guardian:
        for guardian in client.guardians.there():
            beside.remove(guardian, by=by, event=events.GUARDIAN_REMOVED)
    if client.kind != Kind.TEAM:
        for member in client.members.there():
            beside.remove(member, by=by, event=events.MEMBER_REMOVED)


def _take(client: Client, facts: Mapping[str, Any], *, by: Membership) -> list[str]:
    """Set what differs and return the names of the fields; refused, field by field, for what
    cannot stand."""
    plain = typed.tidied(facts, FACTS)
    _refuse_faults(client, plain, by=by)
    adult = plain.pop("adult", None)
    kind = plain.get("kind", client.kind)
    plain |= _without_what_it_lacks(client, plain, kind)
    changed = typed.set_what_differs(client, plain)
    for fact, (when, who, detail) in SAID.items():
        if {fact, detail} & set(changed):
            said = bool(getattr(client, fact))
            setattr(client, when, clock.now() if said else None)
            setattr(client, who, by if said else None)
            changed += [when, who]
    if kind not in ASKED_OF_SOME["adult"]:
        adult = False
    if adult is not None and bool(adult) != bool(client.adult_confirmed_at):
        client.adult_confirmed_at = clock.now() if adult else None
        client.adult_confirmed_by = by if adult else None
        changed += ["adult_confirmed_at", "adult_confirmed_by"]
    return changed


def _without_what_it_lacks(client: Client, plain: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """What a client of this kind does not have, emptied; and the day on which a minor is 18."""
    found: dict[str, Any] = {}
    if kind != Kind.MINOR:
        found["born_on"] = None
    born_on = {**plain, **found}.get("born_on", client.born_on)
    found["adult_on"] = ages.comes_of_age(born_on) if born_on else None
    if kind != Kind.PROTECTED:
        found["protection"] = ""
    if kind not in ASKED_OF_SOME["vulnerable"]:
        found["vulnerable"] = False
    vulnerable = {**plain, **found}.get("vulnerable", client.vulnerable)
    if kind == Kind.TEAM or (kind == Kind.ADULT and not vulnerable):
        found["arrangement"] = ""
    return found


def _refuse_faults(client: Client, facts: Mapping[str, Any], *, by: Membership) -> None:
    def wanted(name: str) -> Any:
        return facts.get(name, getattr(client, name))

    kind = wanted("kind")
    if kind not in Kind.values:
        raise Refused(_("Choose one of the kinds."), field="kind")
    needed = ["name"] if kind != Kind.ADULT else ["name", "email"]
    faults = typed.faults_in(client, facts, needed)
    for name, kinds in ASKED_OF_SOME.items():
        if facts.get(name) and kind not in kinds:
            faults[name] = _("This is not asked of such a client.")
    faults |= _faults_of_kind(client, facts, kind, by=by)
    for name in ("ties", "others"):
        if wanted(name) not in ("", "none") and not wanted(f"{name}_detail"):
            faults[f"{name}_detail"] = _("Say in a few words which one.")
    sponsor = facts.get("sponsor")
    if sponsor and sponsor.coach_id != client.coach_id:
        faults["sponsor"] = _("Choose one of your sponsors.")
    if faults:
        raise Refused(_("Something is still missing."), fields=faults)


def _faults_of_kind(
    client: Client, facts: Mapping[str, Any], kind: str, *, by: Membership
) -> dict[str, str]:
    """What each kind asks for beyond a name."""
    faults = {}
    born_on = facts.get("born_on", client.born_on)
    protection = facts.get("protection", client.protection)
    if kind == Kind.MINOR and not born_on:
        faults["born_on"] = _("The birth date is needed: it says until when others sign too.")
    elif kind == Kind.MINOR and born_on != client.born_on:
        today = clock.today(by.practice.timezone)
        if born_on > today:
            faults["born_on"] = _("This day is still to come.")
        elif ages.age_on(born_on, today) >= ages.MAJORITY:
            faults["born_on"] = _("Whoever is 18 or older is an adult.")
    if kind == Kind.PROTECTED and protection not in Client.Protection.values:
        faults["protection"] = _("Say which protection: it decides who signs.")
    vulnerable = facts.get("vulnerable", client.vulnerable) and kind in ASKED_OF_SOME["vulnerable"]
    if vulnerable and not facts.get("arrangement", client.arrangement):
        faults["arrangement"] = _("Write down what you have agreed with them.")
    return faults
