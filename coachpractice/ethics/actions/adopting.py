"""Sign the code here: place, today's date, the name typed, sealed afterwards."""

import uuid
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit.journal import record
from coachpractice.ethics import events, papers
from coachpractice.ethics.models import Adoption, Edition
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions.concluding import choose, sign
from coachpractice.signing.actions.sending import Signer, freeze, open_envelope
from coachpractice.signing.models import Envelope, Role
from coachpractice.signing.proof import Visit

KIND = "code-of-ethics"
LONGEST_PLACE, LONGEST_NAME = 100, 200


def adopt(
    *,
    by: Membership,
    edition: Edition,
    place: str,
    name: str,
    day: date | None = None,
    visit: Visit | None = None,
) -> Adoption:
    """Sign `edition` as the coach `by`, who typed `name` at `place`; returns the adoption.

    Repeated, it returns the signature that stands. Refused for an edition that is not the newest,
    and for any day but today: a signature given elsewhere is taken in with its scan. Renders a
    PDF, so it is not called inside a transaction; the seal follows as a job.
    """
    if standing := _signed_here(by, edition):
        return standing
    place, name = _checked(by, edition, place, name, day)
    adoption = _prepare(by, edition, place, name)
    envelope = adoption.envelope
    assert envelope is not None
    freeze(envelope)
    party = envelope.parties.get()
    try:
        with transaction.atomic():
            choose(party, consents={}, typed_name=name)
            sign(party, shown_sha256=envelope.text_sha256, visit=visit or Visit())
    except IntegrityError:  # two clicks: the other one signed first
        if standing := _signed_here(by, edition):
            return standing
        raise
    return Adoption.objects.standing().get(pk=adoption.pk)


def conclude(envelope: Envelope, *, by: Membership) -> None:
    """The coach's signature takes effect. Runs in the transaction that signs."""
    adoption = Adoption.objects.get(pk=envelope.object)
    if adoption.adopted_at:
        return
    adoption.adopted_at, adoption.adopted_by = envelope.signed_at, by
    adoption.save(update_fields=["adopted_at", "adopted_by"])
    record(events.SIGNED, adoption, by=by, edition=adoption.edition_id)


def _signed_here(by: Membership, edition: Edition) -> Adoption | None:
    mine = Adoption.objects.of_coach(by).standing()
    return mine.filter(edition=edition).exclude(envelope=None).first()


def _checked(
    by: Membership, edition: Edition, place: str, name: str, day: date | None
) -> tuple[str, str]:
    if edition != Edition.objects.current():
        raise Refused(_("A newer edition of the code is there: read it, and sign that one."))
    if day and day != clock.today(by.practice.timezone):
        raise Refused(
            _("Here you sign with today’s date. A paper of another day can be taken in."), "day"
        )
    return words_for(place=place, name=name)


def words_for(*, place: str, name: str) -> tuple[str, str]:
    """Place and name as they are kept; refused, field by field, when empty or too long."""
    place, name = " ".join(place.split()), " ".join(name.split())
    faults = {}
    if not place or len(place) > LONGEST_PLACE:
        faults["place"] = _("Say where you sign, in at most %(n)d characters.") % {
            "n": LONGEST_PLACE
        }
    if not name or len(name) > LONGEST_NAME:
        faults["name"] = _("Type your name in full, in at most %(n)d characters.") % {
            "n": LONGEST_NAME
        }
    if faults:
        raise Refused(_("Something is still missing."), fields=faults)
    return place, name


@transaction.atomic
def _prepare(by: Membership, edition: Edition, place: str, name: str) -> Adoption:
    day = clock.today(by.practice.timezone)
    adoption = Adoption(
        id=uuid.uuid4(),
        practice=by.practice,
        coach=by,
        edition=edition,
        place=place,
        name=name,
        day=day,
    )
    envelope = open_envelope(
        kind=KIND,
        object=adoption.pk,
        subject=by.vault_subject,
        snapshot=papers.code(edition.text, place=place, name=name, day=day),
        signers=[Signer(Role.COACH, name=name, email=by.user.email, member=by)],
        language=edition.language,
        by=by,
    )
    adoption.envelope, adoption.code = envelope, envelope.code
    adoption.save(force_insert=True)
    record(events.PREPARED, adoption, by=by, edition=edition.pk)
    return adoption
