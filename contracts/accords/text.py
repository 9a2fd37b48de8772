"""The text of an accord: as it is frozen and signed, and as it shows while it is drafted."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.ethics.models import Edition
from contracts.accords.values import Values
from contracts.pieces import Dress, undressed
from contracts.text import END, GAP, TYPED, signed_edition

_STRIP = dict.fromkeys(map(ord, (TYPED, GAP, END)))

Snapshot = dict[str, Any]


def snapshot(values: Values) -> Snapshot:
    """What is frozen: the filled text, and what the signing room shows around it."""
    accord = values.accord
    with translation.override(values.language):
        text = _filled(values, undressed)
        return text | {
            "kind": _("Framework contract no.")
            if values.kind.is_framework
            else _("Confidentiality agreement no."),
            "number": accord.number,
            "author": accord.coach.user.name,
            "parties": _parties(values),
            "answers_on": text["cards"][0]["key"],
            "annexes": _annexes(signed_edition(accord.coach)),
            "total_text": "",
        }


def preview(values: Values) -> Snapshot:
    """The whole text, with marks around what was typed or is missing."""
    with translation.override(values.language):
        return _filled(values, _marking(values))


def _filled(values: Values, dress: Dress) -> Snapshot:
    given = {**values.all, **values.flags}
    return values.template.fill(given, dress=dress).as_snapshot()


def _marking(values: Values) -> Dress:
    """Marks what was typed here, and what is missing; what other pages say stands as it is."""
    placeholders = values.template.placeholders
    given = {key for key, value in values.all.items() if value.strip()}
    typed = {each.key for each in placeholders if each.source == "contract"} & given
    missing = {each.key for each in placeholders if each.required} - given

    def mark(key: str, value: str) -> str:
        value = value.translate(_STRIP)
        if key in missing:
            return f"{GAP}{value}{END}"
        return f"{TYPED}{value}{END}" if key in typed else value

    return mark


def _parties(values: Values) -> list[dict[str, str]]:
    said, accord = values.all, values.accord
    if values.kind.is_framework:
        label, name = _("sponsor"), said["sponsor_name"]
        details = [said["sponsor_registration"], said["sponsor_address"], said["contact_name"]]
    else:
        label = _("client") if accord.is_with_client else _("other party")
        name = said["counterpart_name"]
        details = [said["organisation"], said["counterpart_address"]]
    details.append(accord.subject_email)
    coach = [said["coach_address"], said["coach_registration"], said["coach_email"]]
    return [
        {"label": label, "name": name, "details": "\n".join(filter(None, details))},
        {
            "label": _("coach"),
            "name": said["coach_name"],
            "details": "\n".join(filter(None, coach)),
        },
    ]


def _annexes(edition: Edition | None) -> list[dict[str, str]]:
    if edition is None:
        return []
    return [
        {
            "kind": "code-of-ethics",
            "edition": edition.edition,
            "sha256": edition.sha256,
            "label": _("Code of ethics, edition %(edition)s") % {"edition": edition.edition},
            "url": reverse("ethics:edition", args=[edition.edition]),
        }
    ]
