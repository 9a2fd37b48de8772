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
from coachpractice.signing.models import Code, Envelope, Extract, Party
from coachpractice.ui.formats import moment_text

Paper = Envelope | Extract


def presented(paper: Paper) -> bytes:
    """The PDF that is shown before signing, rendered once: the whole, or one guest's extract."""
    envelope, parties = paper.whole, _parties(paper.whole)
    with translation.override(envelope.language):
        sheet = _sheet(paper, parties)
        sheet["signatures"] = [_blank(party) for party in _near(paper, parties)]
        if others := _others(paper, parties):
            sheet["also"] = [_("Also to sign: %(names)s.") % {"names": _named(others)}]
        html = render_to_string(AGREEMENTS.get(envelope.kind).paper, {"paper": sheet})
    return sealing.presented(html, at=envelope.created_at)


def final(paper: Paper, *, trusted_time: bool) -> str:
    """The HTML of the final paper: the same text, with hands, choices, proof and how to check.

    An extract shows its reader's own choices, and of the other guests that they signed, and when.
    Without `trusted_time` it says that no authority confirms when it was sealed.
    """
    envelope, parties = paper.whole, _parties(paper.whole)
    with translation.override(envelope.language):
        sheet, own = _sheet(paper, parties), _own(paper, parties)
        sheet["signatures"] = [_hand(party, envelope) for party in _near(paper, parties)]
        sheet["signatures_note"] = _(
            "Signed by electronic means: each name was typed by the person it names, after they "
            "had read this text. Their addresses and the exact moments are kept as proof."
        )
        sheet["also"] = [_also_signed(party, envelope) for party in _others(paper, parties)]
        sheet["hand"] = parties[-1].typed_name
        sheet["sections"] = [*sheet.get("sections", ()), *_choices(own)]
        sheet["proof"] = _proof(envelope, parties, own)
        sheet["verification"] = {**_verification(paper), "no_trusted_time": not trusted_time}
        return render_to_string(AGREEMENTS.get(envelope.kind).paper, {"paper": sheet})


def _own(paper: Paper, parties: list[Party]) -> list[Party]:
    """Whose choices this paper shows."""
    if isinstance(paper, Extract):
        return [party for party in parties if party.pk == paper.party_id]
    return parties


def _near(paper: Paper, parties: list[Party]) -> list[Party]:
    """Whose hands stand on this paper: everybody's on the whole; on an extract its reader's and
    the coach's, to whom they sign."""
    own = {party.pk for party in _own(paper, parties)}
    return [party for party in parties if party.pk in own or not party.is_guest]


def _others(paper: Paper, parties: list[Party]) -> list[Party]:
    near = {party.pk for party in _near(paper, parties)}
    return [party for party in parties if party.pk not in near]


def _named(parties: list[Party]) -> str:
    return ", ".join(f"{party.name} ({party.get_role_display()})" for party in parties)


def _also_signed(party: Party, envelope: Envelope) -> str:
    when = _moment(party.signed_at, envelope)
    return _("Also signed by %(name)s on %(moment)s.") % {"name": _named([party]), "moment": when}


def reason(envelope: Envelope) -> str:
    """Why the seal was set, in the document's language."""
    with translation.override(envelope.language):
        return _("Seal of integrity of document %(code)s") % {"code": envelope.code}


def verification_url(envelope: Envelope) -> str:
    return f"{settings.PUBLIC_URL}/v/{envelope.code}/"


def _sheet(paper: Paper, parties: list[Party]) -> dict[str, Any]:
    text, envelope = paper.text, paper.whole
    return {
        **text,
        "sections": [_section(each, text) for each in text.get("sections", ())],
        "language": envelope.language,
        "author": text.get("author", str(envelope.coach)),
        "specimen": envelope.specimen,
        "extract": _extract_line(paper, parties) if isinstance(paper, Extract) else "",
        "foot": _("%(title)s, verification %(code)s")
        % {"title": text["title"], "code": envelope.code},
    }


def _extract_line(extract: Extract, parties: list[Party]) -> str:
    words = _(
        "Extract for %(name)s of the document %(code)s: what it says to all, and to this party. "
        "Its numbers are those of the whole."
    )
    return words % {"name": _named(_own(extract, parties)), "code": extract.envelope.code}


def _section(section: dict[str, Any], text: dict[str, Any]) -> dict[str, Any]:
    blocks = [
        _limits(block, text) if block["type"] == "limits" else block for block in section["blocks"]
    ]
    return {**section, "blocks": blocks}


def _limits(block: dict[str, Any], text: dict[str, Any]) -> dict[str, Any]:
    told = _("(the law imposes it)")
    items = [f"{each['text']} {told}" if each["told"] else each["text"] for each in text["limits"]]
    return {"type": "list", "number": block.get("number", ""), "items": items}


def _parties(envelope: Envelope) -> list[Party]:
    rows = envelope.parties.select_related("envelope", "extract")
    return list(rows.unlocked("identity", "contract"))


def _blank(party: Party) -> dict[str, str]:
    return {"label": str(party.get_role_display()), "name": party.name}


def _hand(party: Party, envelope: Envelope) -> dict[str, str]:
    return {
        **_blank(party),
        "hand": party.typed_name,
        "when": _moment(party.signed_at, envelope),
        "how": _("in the product") if party.member_id else _("by a personal link"),
    }


def _choices(parties: list[Party]) -> list[dict[str, Any]]:
    """The choices of each guest, as they stood when they signed."""
    found = []
    for party in parties:
        given = {consent.key: consent.given for consent in party.consents.all()}
        asked = party.text.get("consents", ()) if given else ()
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


def _proof(envelope: Envelope, parties: list[Party], own: list[Party]) -> dict[str, Any]:
    rows = [[_moment(envelope.frozen_at, envelope), _("Text fixed")]]
    mine = {party.pk for party in own}
    for party in parties:
        who = {"name": party.name}
        if party.pk in mine:
            rows += [[_moment(at, envelope), words % who] for at, words in _came(party) if at]
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


def _came(party: Party) -> list[tuple[datetime | None, str]]:
    """How a party came to the text."""
    by_mail = _("Code sent by mail entered by %(name)s")
    code = by_mail if party.code == Code.MAIL else _("Agreed word entered by %(name)s")
    return [
        (party.invited_at if party.is_guest else None, _("Link sent to %(name)s")),
        (party.opened_at, _("Link opened by %(name)s")),
        (party.identified_at, code),
    ]


def _verification(paper: Paper) -> dict[str, Any]:
    envelope = paper.whole
    url = verification_url(envelope)
    seq, digest = journal.head(envelope.practice_id)
    return {
        "code": envelope.code,
        "url": url,
        "qr_svg": qr.qr_svg(url, title=_("Address where this paper can be checked")),
        "hash": paper.presented_sha256,
        "journal_head": f"{seq}:{digest}",
    }


def _moment(at: datetime | None, envelope: Envelope) -> str:
    zone = ZoneInfo(envelope.coach.practice.timezone)
    return moment_text(at, zone, envelope.language) if at else ""
