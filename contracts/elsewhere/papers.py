"""The sealed copy of something signed elsewhere: a cover that says what it is, and the scan."""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.documents.qr import qr_svg
from coachpractice.documents.rendering import Attached
from coachpractice.documents.scans import SUFFIXES
from coachpractice.ui.formats import day_text
from contracts.elsewhere.says import Says
from contracts.models import TakenIn


def public_url(taken: TakenIn) -> str:
    return f"{settings.PUBLIC_URL}/v/{taken.code}/"


def cover(taken: TakenIn, row: Any) -> str:
    """The HTML of the cover: what was declared, by whom and when; where the scan is; what the seal
    means."""
    language = taken.language
    with translation.override(language):
        url, says = public_url(taken), Says(taken, row, language)
        title = _("%(what)s no. %(number)s") % {"what": says.label, "number": row.number}
        paper = {
            "language": language,
            "kind": _("Copy of a document signed elsewhere"),
            "title": title,
            "verification": {"code": taken.code},
            "author": str(row.coach),
            "specimen": row.coach.practice.specimen,
            "foot": _("%(title)s, verification %(code)s") % {"title": title, "code": taken.code},
        }
        zone_day = taken.taken_in_at.astimezone(ZoneInfo(row.coach.practice.timezone))
        return render_to_string(
            "contracts/elsewhere/paper.html",
            {
                "paper": paper,
                "row": row,
                "says": says,
                "taken": taken,
                "signatures": [
                    (each.name, each.get_role_display(), day_text(each.signed_on, language))
                    for each in says.signatories
                ],
                "choices": [
                    (each.question, each.words, day_text(each.on, language))
                    for each in says.choices
                ],
                "code_on": day_text(taken.code_on, language) if taken.code_on else "",
                "declared_by": row.coach.user.name or row.coach.user.email,
                "taken_in": day_text(zone_day.date(), language),
                "period": _period(row, language),
                "scan_name": scan_name(taken),
                "url": url,
                "qr": qr_svg(url, title=_("Check this document")),
            },
        )


def _period(row: Any, language: str) -> dict[str, str]:
    return {
        "from": day_text(row.start_day, language),
        "to": day_text(row.end_day, language) if row.end_day else "",
    }


def attached(taken: TakenIn, scan: bytes) -> Attached:
    """The scan, to travel inside the sealed copy."""
    with translation.override(taken.language):
        return Attached(scan_name(taken), scan, _("Scan of the signed paper"), "Source")


def reason(taken: TakenIn) -> str:
    with translation.override(taken.language):
        return _("Seal of integrity of the copy %(code)s") % {"code": taken.code}


def scan_name(taken: TakenIn) -> str:
    return f"scan.{SUFFIXES[taken.scan_kind]}"
