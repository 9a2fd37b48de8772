"""A code before the door opens: sent by mail, or agreed in person; entered, or refused."""

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.mail.actions import post
from coachpractice.registry.errors import Refused
from coachpractice.signing import codes, events
from coachpractice.signing.models import Code, Party
from coachpractice.signing.proof import Visit, note

LIFE = timedelta(minutes=10)
TRIES = 5  # for one code by mail, or before a wait
WAIT = timedelta(hours=1)
MOST_TRIES = 20  # for one link; then only the coach can open the door again
MOST_CODES = 5  # sent in an hour


@transaction.atomic
def send_code(party: Party) -> None:
    """Mail a new code to the address of the link; one sent before no longer counts."""
    party = _locked(party)
    if party.code != Code.MAIL:
        raise Refused(_("No code is sent for this document."))
    if party.wrong_codes >= MOST_TRIES:
        raise Refused(_shut(party))
    if not _may_send(party):
        raise Refused(_("Several codes were sent already. Wait an hour, then ask again."))
    party.code_seed, party.code_until = codes.new_seed(), clock.now() + LIFE
    party.save(update_fields=["code_seed", "code_until"])
    post("signing.code", party=party.pk)


@transaction.atomic
def enter_code(party: Party, *, typed: str, visit: Visit) -> str:
    """Try what was typed. Returns "" when it is right, else the words that say what to do; a
    refusal that was raised would undo the count of tries. The proof says how it was checked."""
    party = _locked(party)
    now = clock.now()
    if party.wrong_codes >= MOST_TRIES:
        return _shut(party)
    if party.wait_until and party.wait_until > now:
        return _too_many(party)
    if party.code == Code.MAIL and not is_code_out(party):
        return _("This code no longer counts. Ask for a new one.")
    if not _fits(party, typed):
        return _wrong(party)
    _let_in(party)
    note(events.IDENTIFIED, party.envelope, by=party, values=visit.values(), method=party.code)
    return ""


def is_code_out(party: Party) -> bool:
    """Whether a code sent by mail still counts."""
    return bool(party.code_seed and party.code_until and party.code_until > clock.now())


def forget_tries(party: Party) -> None:
    """The coach sends the link again: the door may be tried anew."""
    Party.objects.filter(pk=party.pk).update(wrong_codes=0, wait_until=None)


def _locked(party: Party) -> Party:
    rows = Party.objects.select_for_update(of=("self",)).select_related("envelope__coach__user")
    return rows.get(pk=party.pk)


def _fits(party: Party, typed: str) -> bool:
    if party.code == Code.AGREED:
        return codes.is_agreed(party.pk, party.secret_mac, typed)
    return codes.is_mailed(party.pk, party.code_seed, typed)


def _let_in(party: Party) -> None:
    party.wrong_codes, party.wait_until = 0, None
    party.code_seed, party.code_until = "", None
    party.identified_at = party.identified_at or clock.now()
    party.save(
        update_fields=["wrong_codes", "wait_until", "code_seed", "code_until", "identified_at"]
    )


def _wrong(party: Party) -> str:
    party.wrong_codes += 1
    if party.wrong_codes % TRIES:
        party.save(update_fields=["wrong_codes"])
        if party.code == Code.AGREED:
            words = _("This is not what you agreed. Try again, or ask %(name)s.")
            return words % {"name": _coach(party)}
        return _("This is not the code. Check it, or ask for a new one.")
    if party.code == Code.AGREED:
        party.wait_until = clock.now() + WAIT
    party.code_seed, party.code_until = "", None
    party.save(update_fields=["wrong_codes", "wait_until", "code_seed", "code_until"])
    return _shut(party) if party.wrong_codes >= MOST_TRIES else _too_many(party)


def _too_many(party: Party) -> str:
    if party.code == Code.MAIL:
        return _("Too many tries. Ask for a new code.")
    return _("Too many tries. Wait an hour, or ask %(name)s.") % {"name": _coach(party)}


def _shut(party: Party) -> str:
    return _("Too many tries. Ask %(name)s to send you a new link.") % {"name": _coach(party)}


def _coach(party: Party) -> str:
    return party.envelope.coach.user.name


def _may_send(party: Party) -> bool:
    key = f"code-sent:{party.pk}"
    cache.add(key, 0, timeout=int(WAIT.total_seconds()))
    try:
        return cache.incr(key) <= MOST_CODES
    except ValueError:  # it ran out in between
        return True
