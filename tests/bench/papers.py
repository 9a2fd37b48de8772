"""A contract's paper: rendered, finished and sealed against rendered by WeasyPrint alone."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import weasyprint
from django.conf import settings
from weasyprint.text.fonts import FontConfiguration

from coachpractice.documents import sealing
from coachpractice.documents.verifying import verify
from coachpractice.signing import papers
from coachpractice.signing.proof import evidence
from tests.bench import stage
from tests.bench.pairs import Pair


def pairs(quick: bool) -> Iterator[Pair]:
    envelope = stage.concluded().envelope
    assert envelope
    assert envelope.signed_at
    html = papers.final(envelope, trusted_time=False)
    presented = papers.presented(envelope)
    proof = json.dumps(evidence(envelope), ensure_ascii=False).encode()

    def sealed() -> bytes:
        pdf = sealing.assemble(html, presented=presented, evidence=proof, at=envelope.signed_at)
        return sealing.seal(pdf, reason=papers.reason(envelope), trusted_time=False)

    rendered = partial(_by_weasyprint_alone(), html, (presented, proof))
    pdf = sealed()
    assert verify(pdf).ok
    yield Pair("rendered, finished and sealed against WeasyPrint alone", sealed, rendered, 1.5)
    yield Pair("verified against WeasyPrint alone", partial(verify, pdf), rendered, None)


def _by_weasyprint_alone() -> Callable[[str, tuple[bytes, ...]], bytes]:
    """The same call, with the same sheet parsed beforehand and the same files inside."""
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(
        string=Path(settings.BASE_DIR, "static", "paper.css").read_text(), font_config=fonts
    )

    def render(html: str, files: tuple[bytes, ...]) -> bytes:
        attachments = [
            weasyprint.Attachment(string=content, name=f"file-{number}", relationship="Data")
            for number, content in enumerate(files)
        ]
        return weasyprint.HTML(string=html).write_pdf(
            stylesheets=[sheet],
            font_config=fonts,
            attachments=attachments,
            pdf_variant="pdf/a-3a",
            pdf_tags=True,
        )

    return render
