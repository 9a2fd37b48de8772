"""The section that opens an amendment or a renewal: which contract it follows, and what changes."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.signing.texts import text_for
from coachpractice.ui.formats import day_text
from contracts.changes.comparing import Change, changes
from contracts.models import Contract
from contracts.parties import Parties
from contracts.pieces import COACH

Section = dict[str, Any]


def kind_of(contract: Contract) -> str:
    """What stands before the number on the paper, in the active language."""
    if contract.amends_id:
        return _("Amendment no.")
    return _("Renewal no.") if contract.renews_id else _("Individual contract no.")


def title_of(contract: Contract) -> str:
    """What it is called, where it is not called as its wording says."""
    return _("Amendment to the coaching contract") if contract.amends_id else ""


def called(contract: Contract, language: str) -> str:
    """What mails and public pages call it, in that language."""
    with translation.override(language):
        return title_of(contract) or _("Coaching contract")


def preface(contract: Contract, snapshot: dict[str, Any], parties: Parties) -> list[Section]:
    """The section to set before those of `snapshot`; none for a contract that follows nothing."""
    if contract.amends:
        blocks = _amends(contract, contract.amends, snapshot, parties)
        return [_section("amendment", _("What this amendment changes"), snapshot, blocks)]
    if contract.renews:
        words = _("This contract renews contract no. %(number)s, whose last day is %(day)s.")
        blocks = [_p(words % _named(contract.renews))]
        return [_section("renewal", _("Renewal"), snapshot, blocks)]
    return []


def _section(key: str, title: str, snapshot: dict[str, Any], blocks: list[Any]) -> Section:
    card = snapshot["cards"][0]["key"]
    return {
        "key": key, "number": "", "title": title, "card": card, "clauses": [], "blocks": blocks,
    }  # fmt: skip


def _p(words: str, readers: list[str] | None = None) -> dict[str, Any]:
    mark = {"for": [COACH, *readers]} if readers is not None else {}
    return {"type": "p", "number": "", "text": words, **mark}


def _named(contract: Contract) -> dict[str, str]:
    zone = ZoneInfo(contract.coach.practice.timezone)
    signed = contract.concluded_at.astimezone(zone).date() if contract.concluded_at else None
    language = contract.language
    return {
        "number": contract.number,
        "day": day_text(contract.end_day, language) if contract.end_day else "",
        "signed": day_text(signed, language) if signed else "",
        "code": contract.envelope.code if contract.envelope else "–",
    }


def _amends(
    contract: Contract, before: Contract, snapshot: dict[str, Any], parties: Parties
) -> list[dict[str, Any]]:
    said = _(
        "This amendment replaces contract no. %(number)s, signed by all on %(signed)s "
        "(verification code %(code)s), from its last signature on. Until then that contract "
        "stands. What is not listed here stays as it was; the whole text, with its changes, "
        "follows."
    )
    listed = _listed(before, snapshot, parties)
    items = listed or [_("Nothing in the wording changes for you.")]
    return [_p(said % _named(before)), {"type": "list", "items": items}]


def _listed(before: Contract, snapshot: dict[str, Any], parties: Parties) -> list[Any]:
    """Each change as a line, marked for those in whose texts it is."""
    if before.envelope is None or "sections" not in before.envelope.snapshot:
        return []
    readers: dict[str, list[str]] = {}
    for role in parties.roles:
        old, new = (text_for(text, role) for text in (before.envelope.snapshot, snapshot))
        for change in changes(old, new):
            readers.setdefault(_line(change), []).append(role)
    return [
        line if len(roles) == len(parties.roles) else {"text": line, "for": [COACH, *roles]}
        for line, roles in readers.items()
    ]


def _line(change: Change) -> str:
    words = {"title": change.title, "old": change.old, "new": change.new}
    if not change.old:
        return _("%(title)s, added: “%(new)s”") % words
    if not change.new:
        return _("%(title)s, no longer: “%(old)s”") % words
    return _("%(title)s, now: “%(new)s” instead of: “%(old)s”") % words
