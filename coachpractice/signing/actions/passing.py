"""Whoever was asked to sign is not the right person: somebody else is, under the same party."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice.audit import journal
from coachpractice.jobs.actions import enqueue
from coachpractice.links import actions as links
from coachpractice.mail.actions import one_line, post
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.signing import codes, events
from coachpractice.signing.actions.reading import lock_open
from coachpractice.signing.models import (
    Check,
    ClearCard,
    Code,
    Consent,
    Envelope,
    Extract,
    LimitAnswer,
    Party,
    Question,
    Role,
)
from coachpractice.signing.proof import Visit, note
from coachpractice.vault import files

ANSWERS = (ClearCard, Check, LimitAnswer, Consent, Question)
LONGEST = 200


def may_pass_on(party: Party) -> bool:
    """Whether this guest may name somebody else. A sponsor's contact speaks for an organisation;
    a client, a parent or a member of a team signs for themselves."""
    return party.role == Role.SPONSOR and party.is_guest and not party.signed_at


@transaction.atomic
def pass_on(party: Party, *, name: str, email: str, visit: Visit) -> Party:
    """A sponsor's contact names the right person, who is sent a link; the coach is told.

    Nothing they answered is carried over. A word agreed with the coach is not known to the new
    person, so a code by mail takes its place. Refused when they may not, or have signed.
    """
    party = lock_open(party)
    if not may_pass_on(party):
        raise Refused(_("Only the contact of an organisation can name somebody else."))
    name, email = _checked(party, name, email)
    if email.casefold() == party.email.casefold():
        raise Refused(_("This link was sent to that address already."), field="email")
    if party.code == Code.AGREED:
        party.code, party.secret_mac = Code.MAIL, ""
    party.person = None
    _replace(party, name, email)
    values = {**visit.values(), "name": name, "mail": email}
    note(events.PASSED_ON, party.envelope, by=party, subject=party, values=values)
    journal.record(events.PASSED_ON, party, by=party)
    post("signing.passed-on", party=party.pk)
    return party


@transaction.atomic
def correct(party: Party, *, by: Membership, name: str, email: str, secret: str = "") -> Party:
    """The coach corrects name or address of a guest who has not signed; the effects are the same.
    `secret` replaces the word agreed in person, where one is asked for."""
    if not party.is_guest:
        raise Refused(_("This person signs in the product."))
    if party.signed_at:
        raise Refused(_("This person has signed already."))
    if not party.envelope.is_open:
        raise Refused(_("This document can no longer be signed."))
    party = lock_open(party)
    name, email = _checked(party, name, email)
    if secret and party.code == Code.AGREED:
        party.secret_mac = codes.kept(party.pk, secret)
    elif (name, email) == (party.name, party.email):
        raise Refused(_("Nothing was changed."))
    _replace(party, name, email)
    values = {"name": name, "mail": email}
    note(events.CORRECTED, party.envelope, by=by, subject=party, values=values)
    journal.record(events.CORRECTED, party, by=by)
    return party


def _checked(party: Party, name: str, email: str) -> tuple[str, str]:
    name, email = " ".join(one_line(name).split()), email.strip()
    faults = {}
    if not name or len(name) > LONGEST:
        faults["name"] = _("Give the name in full.")
    try:
        validate_email(email)
    except ValidationError:
        faults["email"] = _("Give one e-mail address.")
    if email.casefold() == party.envelope.coach.user.email.casefold():
        faults["email"] = _("This is the coach’s own address.")
    if faults:
        raise Refused(_("Something is still missing."), fields=faults)
    return name, email


def _replace(party: Party, name: str, email: str) -> None:
    """Begin anew for the right person: no answer, no visit and no code is carried over, the link
    is shut, and what they will be shown bears their name."""
    for model in ANSWERS:
        model.objects.filter(party=party).delete()
    was_sent = bool(party.invited_at or party.envelope.frozen_at)
    party.name, party.email = name, email
    party.typed_name = ""
    party.invited_at = party.opened_at = party.identified_at = None
    party.code_seed, party.code_until = "", None
    party.wrong_codes, party.wait_until = 0, None
    party.save()
    links.pass_on(purpose="sign", holder=party.pk)
    _render_anew(party)
    if was_sent:
        enqueue("signing.freeze", envelope=party.envelope_id)


def _render_anew(party: Party) -> None:
    """Their name stands on what was presented: on their extract, and on the whole, which is
    rendered anew too unless somebody signed it."""
    envelope = party.envelope
    papers: list[Envelope | Extract] = list(Extract.objects.filter(party=party))
    if not envelope.parties.signed().filter(extract=None).exists():
        papers.append(envelope)
    for paper in papers:
        stored = paper.presented
        if stored is not None:
            paper.presented, paper.frozen_at, paper.presented_sha256 = None, None, ""
            paper.save(update_fields=["presented", "frozen_at", "presented_sha256"])
            files.remove(stored)
