"""HTML to PDF/A-3a, the same bytes each time, and nothing fetched from anywhere."""

import functools
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NoReturn

import weasyprint
from django.conf import settings
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

logger = logging.getLogger(__name__)

Relationship = Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]

# What never belongs in a paper someone signs: control characters, overrides that make text read in
# another order than it is written, invisible marks, and private codes no archive could name.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    "\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\uffff"
    "\ue000-\uf8ff\ud800-\udfff\U000e0000-\U0010ffff]"
)
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")


class ForeignResource(Exception):
    """The HTML asked for something outside itself. Nothing was fetched, and nothing is rendered."""


@dataclass(frozen=True)
class Attached:
    """A file that travels inside the PDF. `name` is plain ASCII, as every reader can save it."""

    name: str
    content: bytes
    description: str
    relationship: Relationship = "Unspecified"

    def __post_init__(self) -> None:
        if not _FILE_NAME.match(self.name):
            raise ValueError(f"an attached file cannot be named {self.name!r}")


class _Nothing(URLFetcher):
    """Fetches nothing, and remembers what was asked for."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.asked: list[str] = []

    def fetch(self, url: str, headers: object = None) -> NoReturn:
        self.asked.append(url.split(":", 1)[0])
        raise ValueError("this paper may not fetch anything")


@functools.cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@functools.cache
def _sheet() -> weasyprint.CSS:
    """The stylesheet for paper, parsed once per process."""
    text = Path(settings.BASE_DIR, "static", "paper.css").read_text(encoding="utf-8")
    return weasyprint.CSS(string=text, url_fetcher=_Nothing(), font_config=_fonts())


def printable(text: str) -> str:
    """Return `text` without the characters that cannot be printed, or that would mislead."""
    return _UNPRINTABLE.sub("", text)


def render(html: str, *, attachments: Sequence[Attached] = (), at: datetime) -> bytes:
    """Return `html` as PDF/A-3a, dated `at`; the same input gives the same bytes.

    Language, title and author are read from the HTML. Raises `ForeignResource` if it asks for an
    image, style or file of any kind: a paper is complete in itself.
    """
    moment = at.astimezone(UTC)
    nothing = _Nothing()
    page = weasyprint.HTML(
        string=printable(html), url_fetcher=nothing, base_url="https://nowhere.invalid/"
    )
    document = page.render(
        stylesheets=[_sheet()], font_config=_fonts(), pdf_variant="pdf/a-3a", pdf_tags=True
    )
    document.metadata.created = document.metadata.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    pdf: bytes = document.write_pdf(
        pdf_variant="pdf/a-3a", attachments=[_attachment(file, moment) for file in attachments]
    )
    if nothing.asked:
        logger.error("A paper asked for %d resources outside itself", len(nothing.asked))
        raise ForeignResource(", ".join(sorted(set(nothing.asked))))
    return pdf


def _attachment(file: Attached, moment: datetime) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        string=file.content,
        name=file.name,
        description=file.description,
        created=moment,
        modified=moment,
        relationship=file.relationship,
    )
