"""What stands on paper: the code to be signed, and the copy of one signed elsewhere."""

from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.documents.qr import qr_svg
from coachpractice.documents.rendering import Attached
from coachpractice.documents.scans import SUFFIXES
from coachpractice.ethics.models import Adoption
from coachpractice.ethics.text import Code
from coachpractice.ui.formats import day_text


def code(text: Code, *, place: str, name: str, day: date) -> dict[str, Any]:
    """What is frozen when a coach signs: every clause, the closing sentence, place, date, name.
    It is in the language of the code, which is not ours to translate."""
    with translation.override(text.language):
        on = day_text(day, text.language)
        return {
            "kind": _("Edition %(edition)s") % {"edition": text.edition},
            "title": text.title,
            "subtitle": _("Commitment of %(name)s\n%(place)s, %(day)s")
            % {"name": name, "place": place, "day": on},
            "author": name,
            "edition": text.edition,
            "code_sha256": text.sha256,
            "chapters": text.content()["chapters"],
            "closing": text.closing,
            "commitment": _("I commit to keep to it"),
            "place": place,
            "date": on,
            "name": name,
        }


def public_url(adoption: Adoption) -> str:
    """The address a coach may hand to anyone."""
    return settings.PUBLIC_URL + reverse("ethics:signed", args=[adoption.code])


def public_qr(adoption: Adoption) -> str:
    return qr_svg(public_url(adoption), title=_("Public page of this signature"))


def copy(adoption: Adoption, *, sha256: str) -> str:
    """The HTML of the copy: what was signed elsewhere, where the scan is, what the seal means."""
    language = adoption.coach.user.language
    with translation.override(language):
        url = public_url(adoption)
        paper = {
            "language": language,
            "kind": _("Copy of a paper signed elsewhere"),
            "title": adoption.edition.title,
            "subtitle": _("Edition %(edition)s") % {"edition": adoption.edition.edition},
            "author": adoption.name,
            "specimen": adoption.practice.specimen,
            "foot": f"{adoption.edition.title}, {adoption.code}",
        }
        facts = {
            "adoption": adoption,
            "day": day_text(adoption.day, language),
            "taken_in": day_text(adoption.adopted_at.date(), language),  # type: ignore[union-attr]
            "sha256": sha256,
            "url": url,
            "qr": public_qr(adoption),
            "scan_name": _scan_name(adoption),
        }
        return render_to_string("ethics/paper_copy.html", {"paper": paper, **facts})


def attached(adoption: Adoption, scan: bytes) -> Attached:
    """The scan, to travel inside the sealed copy."""
    with translation.override(adoption.coach.user.language):
        return Attached(_scan_name(adoption), scan, _("Scan of the signed paper"), "Source")


def copy_reason(adoption: Adoption) -> str:
    with translation.override(adoption.coach.user.language):
        return _("Seal of integrity of the copy %(code)s") % {"code": adoption.code}


def _scan_name(adoption: Adoption) -> str:
    return f"scan.{SUFFIXES[adoption.scan_kind]}"
