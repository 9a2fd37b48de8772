"""Small scans, sound and otherwise."""

import io
import zipfile

import pikepdf
from PIL import Image


def _pdf(**options) -> bytes:
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(out, deterministic_id=not options, **options)
    return out.getvalue()


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, kind)
    return out.getvalue()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("attestation.pdf", "no PDF")
    return out.getvalue()


PDF, PNG, JPEG = _pdf(), _picture("PNG"), _picture("JPEG")
ZIP = _zip()
LOCKED_PDF = _pdf(encryption=pikepdf.Encryption(user="secret", owner="secret"))
NO_PDF = b"%PDF-1.7\n" + ZIP  # begins like one
NO_PNG = PNG[:8] + b"a page of paper" * 10
