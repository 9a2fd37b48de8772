"""What a scan may be: a PDF, a PNG or a JPEG that opens. Told by its content, never by its name."""

import io

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from coachpractice.registry.errors import Refused

MAX_BYTES = 10 * 1024 * 1024
_PDF = "application/pdf"
_BEGINNINGS = {
    b"%PDF-": _PDF,
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
SUFFIXES = {_PDF: "pdf", "image/png": "png", "image/jpeg": "jpg"}


def checked(content: bytes, *, field: str = "scan") -> str:
    """The media type of a scan that can be kept; refused at `field`, in words, for what is too big,
    is something else under a borrowed name, does not open, or asks for a password."""
    if len(content) > MAX_BYTES:
        raise Refused(_("This file is over 10 MB: scan it in lower quality."), field)
    kind = _kind_of(content)
    if kind is None:
        raise Refused(_("This file is not a PDF, a PNG or a JPEG."), field)
    if kind == _PDF:
        _open_pdf(content, field)
    else:
        _open_picture(content, kind, field)
    return kind


def _kind_of(content: bytes) -> str | None:
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    return None


def _open_pdf(content: bytes, field: str) -> None:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        words = _("This PDF is protected by a password: save a copy without one, and choose that.")
        raise Refused(words, field) from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        pages = 0
    if not pages:
        raise Refused(_("This file calls itself a PDF and does not open: scan it again."), field)


def _open_picture(content: bytes, kind: str, field: str) -> None:
    """Reads the head of the picture, never its dots: a huge one costs nothing."""
    try:
        with Image.open(io.BytesIO(content), formats=[kind.removeprefix("image/")]) as picture:
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        words = _("This picture does not open: scan the paper again.")
        raise Refused(words, field) from None
