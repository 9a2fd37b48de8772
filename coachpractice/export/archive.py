"""The archive itself: a ZIP with the records as JSON, the documents as they are, tables for people,
and a page that says what is what. Made in memory: decrypted, it touches no disk."""

import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.export.holdings import HIDDEN, LEFT_OUT, holdings
from coachpractice.practices.models import Membership
from coachpractice.registry.agreements import AGREEMENTS
from coachpractice.registry.records import Record
from coachpractice.registry.sheets import SHEETS
from coachpractice.signing.models import Envelope
from coachpractice.tables import writing
from coachpractice.ui.formats import language_of, moment_text
from coachpractice.vault import files
from coachpractice.vault.box import Unreadable
from coachpractice.vault.fields import KeyDestroyed
from coachpractice.vault.models import StoredFile

Progress = Callable[[int, int], None]
_BEGINNINGS = {b"%PDF-": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"PK\x03\x04": "zip"}
_BATCH = 5  # steps between two notes of how far it is


class Place:
    """Where a document is in the archive: its suffix is known once it was read."""

    def __init__(self, name: str) -> None:
        self.name, self.suffix = name, "txt"

    @property
    def path(self) -> str:
        return f"documents/{self.name}.{self.suffix}"


class Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        return o.path if isinstance(o, Place) else super().default(o)


class Archive:
    """Everything one coach keeps here."""

    def __init__(self, coach: Membership) -> None:
        self.coach = coach
        self.language = language_of(get_language())
        self.rooms: dict[str, dict[str, Any]] = defaultdict(dict)
        self.documents: list[tuple[Place, StoredFile]] = []
        self.names: set[str] = set()
        self.lost: list[str] = []
        self.said: list[tuple[str, Record, int]] = []

    def make(self, progress: Progress) -> bytes:
        """The ZIP. `progress(done, steps)` is told now and then."""
        for record, rows in holdings(self.coach):
            self._collect(record, rows)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            steps = len(self.rooms) + len(self.documents) + len(SHEETS) + 1
            for done, (name, content) in enumerate(self._parts(), 1):
                archive.writestr(name, content)
                if done % _BATCH == 0:
                    progress(done, steps)
            archive.writestr(_("README.txt"), self._words())
        progress(steps, steps)
        return out.getvalue()

    def _collect(self, record: Record, rows: models.QuerySet) -> None:
        model: Any = apps.get_model(record.model)
        hidden = HIDDEN.get(record.model, set())
        fields = [each for each in model._meta.concrete_fields if each.name not in hidden]
        kept = [self._row(row, fields) for row in rows]
        app, name = record.model.split(".")
        self.rooms[app][name] = {"purpose": str(record.purpose), "rows": kept}
        self.said.append((f"json/{app}.json", record, len(kept)))

    def _row(self, row: models.Model, fields: list[Any]) -> dict[str, Any]:
        return {
            field.name: self._document(row, field)
            if field.is_relation and field.related_model is StoredFile
            else getattr(row, field.attname)
            for field in fields
        }

    def _document(self, row: Any, field: Any) -> Place | None:
        """Where in the archive the document of this column is."""
        stored = getattr(row, field.name)
        if stored is None:
            return None
        name = f"{_named(row)}-{field.name}"
        if name in self.names:
            name = f"{name}-{stored.pk.hex[:8]}"
        self.names.add(name)
        self.documents.append((Place(name), stored))
        return self.documents[-1][0]

    def _parts(self) -> Iterator[tuple[str, bytes | str]]:
        for place, stored in self.documents:
            try:
                content: bytes | str = files.read(stored)
                place.suffix = _suffix(bytes(content))  # type: ignore[arg-type]
            except (Unreadable, KeyDestroyed):
                self.lost.append(place.name)
                content = _("This document could not be read.")
            yield place.path, content
        for app, room in sorted(self.rooms.items()):
            yield f"json/{app}.json", _json(room)
        for taken in SHEETS:
            table = taken.rows(self.coach, self.language)
            yield f"{taken.name}.csv", writing.csv_file(*table)

    def _words(self) -> str:
        """What is what, for whoever opens the archive in ten years."""
        at = moment_text(clock.now(), self.coach.practice.timezone, self.language)
        lines = [
            _("Everything %(name)s keeps in Coachpractice (%(practice)s)")
            % {"name": self.coach.user, "practice": self.coach.practice},
            _("Made on %(at)s.") % {"at": at},
            "",
            _("Nothing in here is encrypted any more: keep it where nobody else reads."),
            "",
            _("*.csv – tables for a spreadsheet."),
            _("documents/ – signed contracts, scans and other files, as they are kept."),
            _("json/ – every record, field by field; ids tie them together."),
            "",
        ]
        lines += [
            f"{name}  {record.model.split('.')[1]}: {count} – {record.purpose}"
            for name, record, count in self.said
        ]
        lines += ["", _("Not in here:")]
        lines += [f"{model} – {why}" for model, why in LEFT_OUT.items()]
        if self.lost:
            lines += ["", _("These documents could not be read:"), *self.lost]
        return "\r\n".join(lines) + "\r\n"


def _named(row: Any) -> str:
    """A name for the documents of a row: the agreement's own, else its kind and id."""
    if isinstance(row, Envelope) and row.kind in AGREEMENTS:
        name = slugify(AGREEMENTS.get(row.kind).file_name(row))
    else:
        name = row._meta.model_name
    return f"{name}-{row.pk.hex[:8]}"


def _suffix(content: bytes) -> str:
    found = (suffix for start, suffix in _BEGINNINGS.items() if content.startswith(start))
    return next(found, "bin")


def _json(room: dict[str, Any]) -> str:
    return json.dumps(room, cls=Encoder, ensure_ascii=False, indent=1)
