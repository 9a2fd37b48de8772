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
from django.utils.html import escape
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
# A run of signs without a space: it must break somewhere, or a table grows out of the page.
_TAG_OR_LONG_RUN = re.compile(r"<[^>]*>|(?:&#?\w+;|[^\s<>&]){41,}")
_SIGN = re.compile(r"&#?\w+;|.", re.DOTALL)
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


def _breakable(html: str) -> str:
    """Let very long words break, every twenty signs; what stands in tags stays as it is."""

    def chop(match: re.Match[str]) -> str:
        if match[0].startswith("<"):
            return match[0]
        signs = _SIGN.findall(match[0])
        return "<wbr>".join("".join(signs[i : i + 20]) for i in range(0, len(signs), 20))

    return _TAG_OR_LONG_RUN.sub(chop, html)


def render(html: str, *, attachments: Sequence[Attached] = (), at: datetime) -> bytes:
    """Return `html` as PDF/A-3a, dated `at`; the same input gives the same bytes.

    Language, title and author are read from the HTML. A sign that no font here can print becomes
    U+FFFD, since an archive may hold no empty boxes: ask `unprintable` before. Raises
    `ForeignResource` if an image, style or file of any kind is asked for: a paper is complete in
    itself.
    """
    moment = at.astimezone(UTC)
    html = printable(html)
    pdf, missing = _write(html, attachments, moment)
    if missing:
        logger.warning("No font here prints %d signs of a paper", len(missing))
        html = html.translate(dict.fromkeys(missing, "?" if 0xFFFD in missing else "\ufffd"))
        pdf, _ = _write(html, attachments, moment)
    return pdf


def unprintable(text: str) -> str:
    """Return the signs of `text` that no font of this machine can print, each once."""
    tried = f"<html lang='fr'><title>-</title><p>{escape(printable(text))}"
    _, missing = _write(tried, [], datetime.fromtimestamp(0, UTC))
    return "".join(sorted(map(chr, missing)))


def _write(html: str, attachments: Sequence[Attached], moment: datetime) -> tuple[bytes, set[int]]:
    """Return the PDF, and the code points for which no font had a glyph."""
    nothing = _Nothing()
    page = weasyprint.HTML(
        string=_breakable(html), url_fetcher=nothing, base_url="https://nowhere.invalid/"
    )
    document = page.render(
        stylesheets=[_sheet()], font_config=_fonts(), pdf_variant="pdf/a-3a", pdf_tags=True
    )
    document.metadata.created = document.metadata.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    files = [_attachment(file, moment) for file in attachments]  # writing uses them up
    pdf: bytes = document.write_pdf(pdf_variant="pdf/a-3a", attachments=files)
    if nothing.asked:
        logger.error("A paper asked for %d resources outside itself", len(nothing.asked))
        raise ForeignResource(", ".join(sorted(set(nothing.asked))))
    return pdf, {code for font in document.fonts.values() for code in font.missing}


def _attachment(file: Attached, moment: datetime) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        string=file.content,
        name=file.name,
        description=file.description,
        created=moment,
        modified=moment,
        relationship=file.relationship,
    )
