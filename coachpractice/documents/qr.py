"""A QR code as a drawing inside the page."""

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def qr_svg(url: str, *, title: str) -> SafeString:
    """Return the QR code of `url` as inline SVG; `title` is what a screen reader says instead."""
    code = segno.make(url, error="m", micro=False)
    drawing = code.svg_inline(
        border=0, omitsize=True, dark="#23201a", svgclass=None, lineclass=None
    )
    head, rest = drawing.split(">", 1)
    # The drawing is ours, the title is escaped: nothing of the caller's is markup.
    return mark_safe(f'{head} role="img"><title>{escape(title)}</title>{rest}')  # noqa: S308
