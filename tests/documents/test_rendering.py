import hashlib
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.conf import settings

from coachpractice.documents import rendering
from coachpractice.documents.rendering import Attached, ForeignResource, render

from . import samples

AGAIN = """
import hashlib, sys
from pathlib import Path
import django
from django.conf import settings
settings.configure(
    BASE_DIR=Path.cwd(),
    INSTALLED_APPS=["coachpractice.documents"],
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": ["templates"],
        "APP_DIRS": True,
    }],
)
django.setup()
from coachpractice.documents import sealing
from tests.documents import samples
pdf = sealing.assemble(samples.html("contract", samples.contract()),
    presented=b"presented", evidence=b"{}", at=samples.AT)
sys.stdout.write(hashlib.sha256(pdf).hexdigest())
"""


def page(body, head=""):
    return f"<!doctype html><html lang='fr'><head><title>t</title>{head}</head><body>{body}"


@pytest.fixture
def listener():
    """A server that counts who comes."""
    visits = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            visits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", visits
    server.shutdown()
    server.server_close()


FOREIGN = {
    "image": page('<img src="{0}/a.png" alt="a">'),
    "image with no scheme": page('<img src="a.png" alt="a">'),
    "image of a source set": page('<object data="{0}/a.svg"></object>'),
    "stylesheet": page("x", '<link rel="stylesheet" href="{0}/a.css">'),
    "import": page("x", '<style>@import url("{0}/a.css");</style>'),
    "font": page("x", '<style>@font-face {{font-family: f; src: url("{0}/f.woff")}}</style>'),
    "background": page('<p style="background: url({0}/a.png)">x'),
    "list marker": page("x", "<style>p::before {{ content: url({0}/a.png) }}</style>") + "<p>x",
    "attachment": page("x", '<link rel="attachment" href="{0}/a">'),
    "attached link": page('<a rel="attachment" href="{0}/a">x</a>'),
    "file": page('<img src="file:///etc/hostname" alt="a">'),
    "file attached": page("x", '<link rel="attachment" href="file:///etc/hostname">'),
    "data": page('<img src="data:image/svg+xml,<svg/>" alt="a">'),
    "image in a drawing": page(
        '<svg viewBox="0 0 9 9"><title>t</title><image href="{0}/a" width="9" height="9"/></svg>'
    ),
    "base": page('<img src="a.png" alt="a">', '<base href="{0}/">'),
}


@pytest.mark.parametrize("html", FOREIGN.values(), ids=FOREIGN.keys())
def test_nothing_is_fetched_and_a_paper_that_asks_is_refused(html, listener):
    address, visits = listener
    with pytest.raises(ForeignResource):
        render(html.format(address), at=samples.AT)
    assert visits == []


def test_a_drawing_cannot_borrow_from_elsewhere(listener):
    address, visits = listener
    drawing = f'<svg viewBox="0 0 9 9"><title>t</title><use href="{address}/a#b"/></svg>'
    render(page(drawing), at=samples.AT)
    assert visits == []


def test_what_people_type_is_text_and_asks_for_nothing(listener):
    address, visits = listener
    typed = f'"><img src="{address}/a.png"><link rel=attachment href="file:///etc/hostname">'
    paper = samples.contract(title=typed, foot=typed, number=typed, author=typed, subtitle=typed)
    paper["parties"][0] = {"label": typed, "name": typed, "details": typed}
    assert render(samples.html("contract", paper), at=samples.AT).startswith(b"%PDF-1.7")
    assert visits == []


def test_the_same_paper_gives_the_same_bytes_in_any_process():
    sums = {
        subprocess.run(
            [sys.executable, "-c", AGAIN],
            check=True,
            capture_output=True,
            text=True,
            cwd=settings.BASE_DIR,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(sums) == 1


def test_another_moment_or_file_gives_other_bytes():
    html = page("x")
    later = datetime(2027, 1, 1, tzinfo=UTC)
    file = Attached("a.json", b"{}", "a")
    pdfs = [
        render(html, at=samples.AT),
        render(html, at=later),
        render(html, at=samples.AT, attachments=[file]),
    ]
    assert len({hashlib.sha256(pdf).digest() for pdf in pdfs}) == 3


def test_signs_that_no_font_prints_are_told_beforehand():
    assert rendering.unprintable("Hélène Aubépine, 2 400,00 €") == ""
    assert rendering.unprintable("Zo\U0001f9ff\U0001f9ff") == "\U0001f9ff"


def test_text_cannot_be_turned_around():
    assert rendering.printable("Jean\u202egnirts\u202c\u2066x\u0000") == "Jeangnirtsx"


@pytest.mark.parametrize("name", ["", "../a", "a/b", "é.pdf", "a\nb", ".a", "a" * 101])
def test_an_attached_file_has_a_plain_name(name):
    with pytest.raises(ValueError, match="cannot be named"):
        Attached(name, b"", "")
