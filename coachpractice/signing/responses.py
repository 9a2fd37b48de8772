"""A document as an answer to a request."""

import io

from django.http import FileResponse

from coachpractice.signing.models import Envelope, Extract
from coachpractice.vault import files


def pdf_response(paper: Envelope | Extract, *, name: str) -> FileResponse | None:
    """The sealed copy if there is one, else what was presented; None while nothing is ready.

    Never kept by a cache, never rendered inside a page of ours.
    """
    stored = paper.sealed or paper.presented
    if stored is None:
        return None
    response = FileResponse(
        io.BytesIO(files.read(stored)),
        as_attachment=True,
        filename=f"{name}.pdf",
        content_type="application/pdf",
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
