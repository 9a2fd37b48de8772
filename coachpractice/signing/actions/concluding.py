"""Choose, sign, decline. The last signature is the legal effect; the seal follows as a job."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.jobs.actions import enqueue
from coachpractice.links import actions as links
from coachpractice.mail.actions import one_line, post
from coachpractice.registry.agreements import AGREEMENTS
from coachpractice.registry.errors import Refused
from coachpractice.signing import events
from coachpractice.signing.actions.reading import lock_open
from coachpractice.signing.models import Consent, Envelope, Party
from coachpractice.signing.proof import Visit, note

LONGEST_NAME = 200


@transaction.atomic
def choose(party: Party, *, consents: Mapping[str, bool], typed_name: str) -> None:
    """Keep the party's own choices and the name they typed; they count once signed.

    Refused, field by field, while a choice is missing or the name is empty; what was given is
    kept all the same.
    """
    party = lock_open(party)
    asked = [consent["key"] for consent in party.text.get("consents", ())]
    for key in asked:
        if key in consents:
            keep_consent(party, key, consents[key])
    name = " ".join(one_line(typed_name).split())
    if len(name) <= LONGEST_NAME:
        party.typed_name = name
        party.save(update_fields=["typed_name"])


def gaps(party: Party) -> dict[str, str]:
    """What keeps the party from signing, by field; empty when they may."""
    text = party.text
    clear = set(party.clearcards.values_list("card", flat=True))
    given = set(party.consents.values_list("key", flat=True))
    found = {}
    if party.code and not party.identified_at:
        found["code"] = _("Enter the code first.")
    if party.is_guest:
        for card in text.get("cards", ()):
            if card["key"] not in clear:
                found[f"card-{card['key']}"] = _("Say whether this part is clear to you.")
        for consent in text.get("consents", ()):
            if consent["key"] not in given:
                found[f"consent-{consent['key']}"] = _("Answer yes or no.")
        if party.questions.open().exists():
            found["questions"] = _("A question of yours is still open.")
    if not party.typed_name:
        found["typed_name"] = _("Type your name in full.")
    return found


def keep_consent(party: Party, key: str, given: bool, *, visit: Visit | None = None) -> bool:
    """Keep one choice, dated and in the proof; True when it is another one than before."""
    consent, made = Consent.objects.get_or_create(
        party=party, key=key, defaults={"practice_id": party.practice_id, "given": given}
    )
    if made or consent.given != given:
        Consent.objects.filter(pk=consent.pk).update(given=given, answered_at=clock.now())
        values = visit.values() if visit else None
        note(events.CONSENTED, party.envelope, by=party, values=values, consent=key, given=given)
        return True
    return False


@transaction.atomic
def sign(party: Party, *, shown_sha256: str, visit: Visit) -> bool:
    """Sign what was shown; True for exactly one of those who try at once.

    `shown_sha256` is the hash of the text on the page that was confirmed: should the party have
    another text, nothing is signed. The last party's signature concludes the agreement in
    this same transaction, and enqueues the seal.
    """
    party = lock_open(party)
    envelope = party.envelope
    if shown_sha256 != party.text_sha256:
        raise Refused(_("The text has changed since you read it. Please read it again."))
    if missing := gaps(party):
        raise Refused(_("Something is still missing before you can sign."), fields=missing)
    if party.pk not in {each.pk for each in envelope.next_parties()}:
        raise Refused(_("It is not your turn to sign yet."))
    now = clock.now()
    mine = Party.objects.filter(pk=party.pk, signed_at=None, declined_at=None)
    if not mine.update(signed_at=now, shown_sha256=shown_sha256):
        return False
    values = {**visit.values(), "name": party.typed_name, "mail": party.email}
    note(
        events.SIGNED,
        envelope,
        by=party,
        values=values,
        text_sha256=shown_sha256,
        presented_sha256=party.paper.presented_sha256,
    )
    journal.record(events.SIGNED, party, by=party)
    if party.is_guest:
        links.spend(purpose="sign", holder=party.pk)
    _go_on(envelope)
    return True


def _go_on(envelope: Envelope) -> None:
    """Invite whoever is next, or conclude."""
    if envelope.parties.filter(signed_at=None).exists():
        enqueue("signing.invite", envelope=envelope.pk)
        return
    now = clock.now()
    Envelope.objects.filter(pk=envelope.pk).update(signed_at=now)
    envelope.signed_at = now
    AGREEMENTS.get(envelope.kind).concluded(envelope, by=envelope.coach)
    journal.record(events.CONCLUDED, envelope)
    note(events.CONCLUDED, envelope)
    enqueue("signing.seal", envelope=envelope.pk)


@transaction.atomic
def decline(party: Party, *, reason: str, visit: Visit) -> None:
    """Say no, with a reason. Everybody who was asked is told; the document is closed."""
    party = lock_open(party)
    if not reason.strip():
        raise Refused(_("Say in a few words why."), "reason")
    party.reason = reason.strip()
    party.declined_at = clock.now()
    party.save()
    envelope = party.envelope
    Envelope.objects.filter(pk=envelope.pk).update(declined_at=party.declined_at, declined_by=party)
    note(events.DECLINED, envelope, by=party, values=visit.values())
    journal.record(events.DECLINED, party, by=party)
    for other in envelope.parties.exclude(pk=party.pk):
        links.close(purpose="sign", holder=other.pk)
        if other.invited_at or other.member_id:
            post("signing.declined", party=other.pk)
    links.close(purpose="sign", holder=party.pk)
