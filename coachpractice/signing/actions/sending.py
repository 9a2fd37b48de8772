"""Open an envelope, fix its text, invite, invite again, withdraw."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import chain, journal
from coachpractice.documents import verification_codes
from coachpractice.jobs.actions import enqueue
from coachpractice.links import actions as links
from coachpractice.mail.actions import post
from coachpractice.practices.models import Membership
from coachpractice.registry.agreements import AGREEMENTS
from coachpractice.registry.errors import Refused
from coachpractice.signing import codes, events, papers, texts
from coachpractice.signing.actions import identifying
from coachpractice.signing.models import Code, Envelope, Extract, Party, Role
from coachpractice.signing.proof import note
from coachpractice.vault import files

LIFE = timedelta(days=14)


@dataclass(frozen=True)
class Signer:
    """Who is to sign, in which order. A `member` signs in the product, others by link.

    `person` names for whom of the rooms above they stand. `code` asks a guest, before any word of
    the document is shown, for a code mailed to the same address ("mail"), or for the `secret` they
    agreed with the coach ("agreed"), which is not kept.
    """

    role: Role
    name: str
    email: str
    position: int = 1
    member: Membership | None = None
    person: UUID | None = None
    code: str = ""
    secret: str = ""


@transaction.atomic
def open_envelope(
    *,
    kind: str,
    object: UUID,
    subject: UUID,
    snapshot: Mapping[str, Any],
    signers: Sequence[Signer],
    language: str,
    by: Membership,
    greeting: str = "",
) -> Envelope:
    """Freeze the text `snapshot` in a new envelope with its parties; nothing is sent yet.
    `greeting` will stand on top of the invitations.

    Where the text is not the same for all (`texts`), or several guests sign, each guest has an
    extract of their own. Refused when somebody would sign twice, or a secret is too short.
    Raises KeyError when no agreements.py names `kind`.
    """
    AGREEMENTS.get(kind)
    now = clock.now()
    guests = [signer for signer in signers if not signer.member]
    apart = len(guests) > 1 or texts.is_divided(snapshot)
    frozen = texts.salted(snapshot) if apart else dict(snapshot)
    _refuse_doubles(signers)
    envelope = Envelope(
        practice_id=by.practice_id,
        kind=kind,
        coach=by,
        subject=subject,
        object=object,
        language=language,
        code=verification_codes.new_code(),
        snapshot=frozen,
        text_sha256=_fingerprint(frozen),
        specimen=by.practice.specimen,
        greeting=greeting,
        expires_at=now + LIFE,
    )
    envelope.save(force_insert=True)
    for signer in signers:
        party = _party(envelope, signer)
        if apart and party.is_guest:
            _extract(party)
    journal.record(events.OPENED, envelope, by=by, kind=kind)
    note(events.OPENED, envelope, by=by, text_sha256=envelope.text_sha256)
    return envelope


def _refuse_doubles(signers: Sequence[Signer]) -> None:
    persons = [signer.person for signer in signers if signer.person]
    if len(persons) != len(set(persons)):
        raise Refused(_("The same person cannot sign twice."))


def _party(envelope: Envelope, signer: Signer) -> Party:
    party = Party(
        practice_id=envelope.practice_id,
        envelope=envelope,
        role=signer.role,
        position=signer.position,
        member=signer.member,
        person=signer.person,
        name=signer.name,
        email=signer.email,
        created_at=clock.now(),
    )
    if party.is_guest:
        party.code = signer.code
        party.secret_mac = codes.kept(party.pk, signer.secret) if signer.code == Code.AGREED else ""
    party.save(force_insert=True)
    return party


def _extract(party: Party) -> None:
    """Fix what this guest will be shown. Its salt keeps the words from being guessed by their
    fingerprint, and makes it the text of this party alone."""
    text = texts.salted(texts.text_for(party.envelope.snapshot, party.role))
    extract = Extract(
        practice_id=party.practice_id,
        envelope=party.envelope,
        party=party,
        text=text,
        text_sha256=_fingerprint(text),
        created_at=party.created_at,
    )
    extract.save(force_insert=True)


def _fingerprint(text: Mapping[str, Any]) -> str:
    return hashlib.sha256(chain.canonical(text)).hexdigest()


def send(envelope: Envelope, *, leaves_in: timedelta = timedelta()) -> None:
    """Have the text rendered and the first parties invited, by a job of the present transaction;
    until `leaves_in` has passed it may be recalled."""
    if not leaves_in:
        enqueue("signing.freeze", envelope=envelope.pk)
        return
    envelope.leaves_at = clock.now() + leaves_in
    envelope.save(update_fields=["leaves_at"])
    enqueue("signing.freeze", not_before=envelope.leaves_at, envelope=envelope.pk)


def freeze(envelope: Envelope) -> None:
    """Render what will be presented, the whole and each extract, once, and fix its hash. Not
    inside a transaction.

    Repeated, it does what is missing: of two that render at once, the first keeps its bytes. The
    whole comes last, so that nobody is invited before everything is there.
    """
    extracts = envelope.extracts.select_related("party", "envelope__coach__practice")
    for extract in extracts.filter(frozen_at=None).unlocked():
        _freeze(extract, papers.presented(extract), subject=extract.party)
    if not envelope.frozen_at:
        _freeze(envelope, papers.presented(envelope))
    envelope.refresh_from_db()


def _freeze(paper: Envelope | Extract, pdf: bytes, subject: Party | None = None) -> None:
    with transaction.atomic():
        stored = files.store(
            pdf, subject=paper.vault_subject, practice=paper.practice_id, scope="contract"
        )
        sha256, now = hashlib.sha256(pdf).hexdigest(), clock.now()
        rows = type(paper).objects.filter(pk=paper.pk, frozen_at=None)
        fixed = rows.update(frozen_at=now, presented=stored, presented_sha256=sha256)
        if fixed:
            size = len(pdf)
            note(events.FROZEN, paper.whole, subject=subject, presented_sha256=sha256, size=size)
    if not fixed:
        files.remove(stored)


@transaction.atomic
def invite_next(envelope: Envelope) -> list[Party]:
    """Invite those whose turn it is and who have not been asked yet; returns them."""
    envelope = Envelope.objects.select_for_update(of=("self",)).get(pk=envelope.pk)
    if not envelope.is_open or not envelope.frozen_at:
        return []
    waiting = [party for party in envelope.next_parties() if not party.invited_at]
    invited = [party for party in waiting if party.paper.frozen_at]
    for party in invited:
        Party.objects.filter(pk=party.pk, invited_at=None).update(invited_at=clock.now())
        if party.is_guest:
            _send_link(party)
        else:
            post("signing.your-turn", party=party.pk)
        note(events.INVITED, envelope, subject=party, values={"mail": party.email})
    return invited


@transaction.atomic
def invite_again(party: Party, *, by: Membership | None) -> None:
    """Send a guest a new link to the address on file; every older one is shut.

    Asked by the coach (`by`), an expired envelope is open again for as long as a new one; asked
    by whoever holds an old link (`by` None), only while the envelope is open.
    """
    envelope = Envelope.objects.select_for_update(of=("self",)).get(pk=party.envelope_id)
    if by and not envelope.signed_at and not envelope.declined_at and not envelope.voided_at:
        envelope.expires_at = clock.now() + LIFE
        Envelope.objects.filter(pk=envelope.pk).update(expires_at=envelope.expires_at)
    if not party.is_guest or not party.invited_at:
        raise Refused(_("This person is not to sign by link, or not yet."))
    if envelope.signed_at:
        raise Refused(_("Everybody has signed; there is nothing left to sign."))
    if envelope.parties.signed().filter(pk=party.pk).exists():
        raise Refused(_("This person has signed already."))
    if not envelope.is_open:
        raise Refused(_("This document can no longer be signed."))
    if by:
        identifying.forget_tries(party)
    _send_link(party)
    note(events.INVITED, envelope, by=by, subject=party, values={"mail": party.email}, again=True)


@transaction.atomic
def send_copy_again(party: Party) -> None:
    """Mail a guest who signed the sealed copy once more, to the address on file; nothing while
    there is none."""
    if party.is_guest and party.signed_at and party.envelope.sealed_at:
        post("signing.sealed", party=party.pk)


def _send_link(party: Party) -> None:
    life = party.envelope.expires_at - clock.now()
    links.issue(purpose="sign", holder=party.pk, practice=party.practice_id, life=life)
    post("signing.invitation", party=party.pk)


@transaction.atomic
def void(envelope: Envelope, *, by: Membership) -> None:
    """Take the document back before all have signed; its links are shut.

    Those who were invited are told. Refused once it is in effect.
    """
    envelope = Envelope.objects.select_for_update(of=("self",)).get(pk=envelope.pk)
    if envelope.voided_at:
        return
    if envelope.signed_at:
        raise Refused(_("Everybody has signed: this document can no longer be taken back."))
    Envelope.objects.filter(pk=envelope.pk).update(voided_at=clock.now(), voided_by=by)
    for party in envelope.parties.all():
        links.close(purpose="sign", holder=party.pk)
        if party.is_guest and party.invited_at and not party.declined_at:
            post("signing.taken-back", party=party.pk)
    journal.record(events.VOIDED, envelope, by=by)
    note(events.VOIDED, envelope, by=by)
