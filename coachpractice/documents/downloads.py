"""A file as an answer to a request."""

from django.http import HttpResponse


def download(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """A file to keep: by no cache, and rendered inside no page of ours."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
