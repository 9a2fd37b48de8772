"""What stands on paper: the text that was frozen, and around it what signing added."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.audit import journal
from coachpractice.documents import qr, sealing
from coachpractice.registry.agreements import AGREEMENTS
from coachpractice.signing.models import Envelope, Party
from coachpractice.ui.formats import moment_text


def presented(envelope: Envelope) -> bytes:
    """The PDF that parties are shown before they sign, rendered once."""
    with translation.override(envelope.language):
        paper = _paper(envelope)
        paper["signatures"] = [_blank(party) for party in _parties(envelope)]
        html = render_to_string(AGREEMENTS.get(envelope.kind).paper, {"paper": paper})
    return sealing.presented(html, at=envelope.created_at)


def final(envelope: Envelope, *, trusted_time: bool) -> str:
    """The HTML of the final paper: the same text, with hands, choices, proof and how to check.
    Without `trusted_time` it says that no authority confirms when it was sealed."""
    with translation.override(envelope.language):
        paper, parties = _paper(envelope), _parties(envelope)
        paper["signatures"] = [_hand(party) for party in parties]
        paper["signatures_note"] = _(
            "Signed by electronic means: each name was typed by the person it names, after they "
            "had read this text. Their addresses and the exact moments are kept as proof."
        )
        paper["hand"] = parties[-1].typed_name
        paper["sections"] = [*paper.get("sections", ()), *_choices(parties)]
        paper["proof"] = _proof(envelope, parties)
        paper["verification"] = {**_verification(envelope), "no_trusted_time": not trusted_time}
        return render_to_string(AGREEMENTS.get(envelope.kind).paper, {"paper": paper})


def reason(envelope: Envelope) -> str:
    """Why the seal was set, in the document's language."""
    with translation.override(envelope.language):
        return _("Seal of integrity of document %(code)s") % {"code": envelope.code}


def verification_url(envelope: Envelope) -> str:
    return f"{settings.PUBLIC_URL}/v/{envelope.code}/"


def _paper(envelope: Envelope) -> dict[str, Any]:
    snapshot = envelope.snapshot
    return {
        **snapshot,
        "sections": [_section(each, snapshot) for each in snapshot.get("sections", ())],
        "language": envelope.language,
        "author": snapshot.get("author", str(envelope.coach)),
        "specimen": envelope.specimen,
        "foot": _("%(title)s, verification %(code)s")
        % {"title": snapshot["title"], "code": envelope.code},
    }


def _section(section: dict[str, Any], snapshot: dict[str, Any]) -> dict[str, Any]:
    blocks = [
        _limits(block, snapshot) if block["type"] == "limits" else block
        for block in section["blocks"]
    ]
    return {**section, "blocks": blocks}


def _limits(block: dict[str, Any], snapshot: dict[str, Any]) -> dict[str, Any]:
    told = _("(the law imposes it)")
    items = [
        f"{each['text']} {told}" if each["told"] else each["text"] for each in snapshot["limits"]
    ]
    return {"type": "list", "number": block.get("number", ""), "items": items}


def _parties(envelope: Envelope) -> list[Party]:
    return list(envelope.parties.select_related("envelope").unlocked("identity", "contract"))


def _blank(party: Party) -> dict[str, str]:
    return {"label": str(party.get_role_display()), "name": party.name}


def _hand(party: Party) -> dict[str, str]:
    return {
        **_blank(party),
        "hand": party.typed_name,
        "when": _moment(party.signed_at, party.envelope),
        "how": _("in the product") if party.member_id else _("by a personal link"),
    }


def _choices(parties: list[Party]) -> list[dict[str, Any]]:
    """The choices of each guest, as they stood when they signed."""
    found = []
    for party in parties:
        given = {consent.key: consent.given for consent in party.consents.all()}
        asked = party.envelope.snapshot.get("consents", ()) if given else ()
        rows = [
            [each["question"], each["yes"] if given[each["key"]] else each["no"]]
            for each in asked
            if each["key"] in given
        ]
        if rows:
            title = _("Choices of %(name)s") % {"name": party.name}
            table = {
                "type": "table",
                "caption": "",
                "head": [_("Asked"), _("Answer")],
                "rows": rows,
            }
            found.append({"number": "", "title": title, "blocks": [table]})
    return found


def _proof(envelope: Envelope, parties: list[Party]) -> dict[str, Any]:
    rows = [[_moment(envelope.frozen_at, envelope), _("Text fixed")]]
    for party in parties:
        who = {"name": party.name}
        if party.invited_at and party.is_guest:
            rows.append([_moment(party.invited_at, envelope), _("Link sent to %(name)s") % who])
        if party.opened_at:
            rows.append([_moment(party.opened_at, envelope), _("Link opened by %(name)s") % who])
        rows.append([_moment(party.signed_at, envelope), _("Signed by %(name)s") % who])
    return {
        "title": _("How it was signed"),
        "intro": _(
            "The full proof travels inside this file, as proof.json, next to the text as it was "
            "presented."
        ),
        "caption": _("Times in %(zone)s") % {"zone": envelope.coach.practice.timezone},
        "head": [_("When"), _("What")],
        "rows": rows,
    }


def _verification(envelope: Envelope) -> dict[str, Any]:
    url = verification_url(envelope)
    seq, digest = journal.head(envelope.practice_id)
    return {
        "code": envelope.code,
        "url": url,
        "qr_svg": qr.qr_svg(url, title=_("Address where this paper can be checked")),
        "hash": envelope.presented_sha256,
        "journal_head": f"{seq}:{digest}",
    }


def _moment(at: datetime | None, envelope: Envelope) -> str:
    zone = ZoneInfo(envelope.coach.practice.timezone)
    return moment_text(at, zone, envelope.language) if at else ""
