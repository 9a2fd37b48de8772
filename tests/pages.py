"""What every page must pass: valid HTML, no axe violation, no sideways scroll at 320 px.

`browse(page, client)` shows pages of Django's test client in a real Chromium, without a server:
what the test wrote is seen even inside its transaction.
"""

import contextvars
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import html5lib
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route

ORIGIN = "http://localhost"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROWEST = 320
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def assert_valid_html(text: str) -> None:
    """Parse strictly; the first fault raises, with the line it stands in."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    lines = text.splitlines()
    faults = [
        f"line {line}: {code} {details} in {lines[line - 1].strip()[:120]!r}"
        for (line, _column), code, details in parser.errors
    ]
    assert faults == [], "\n".join(faults)


def axe(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its own best practice, one line per element."""
    run_only = {"type": "tag", "values": AXE_TAGS}
    found = Axe().run(page, options={"runOnly": run_only, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary']}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def sideways_scroll(page: Page, width: int = NARROWEST) -> list[str]:
    """The elements that stick out at `width`; none when nobody has to scroll sideways."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    sticking_out = page.evaluate(
        """() => {
          const room = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= room) return [];
          return [...document.querySelectorAll('body *')]
            .filter((element) => element.getBoundingClientRect().right > room + 1)
            .map((element) => element.outerHTML.slice(0, 120));
        }"""
    )
    if before:
        page.set_viewport_size(before)
    return sticking_out


def assert_page_is_sound(page: Page) -> None:
    """No axe violation and no sideways scroll on the page that is open."""
    # A click is over when the next page begins, which may be before its style sheets came.
    page.wait_for_load_state("load")
    faults = axe(page) + sideways_scroll(page)
    assert faults == [], "\n".join(faults)


def browse(page: Page, client: Client) -> list[dict[str, Any]]:
    """Answer everything `page` asks of ORIGIN with `client` and the static files.

    Returns the list of what was asked (path, status, bytes), which grows as pages are opened.
    """
    asked: list[dict[str, Any]] = []
    # Playwright calls back in a context of its own, where Django would open another connection.
    own = contextvars.copy_context()

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            status, headers, body = _static(parts.path)
        else:
            status, headers, body = own.copy().run(_from_client, client, route)
        asked.append({"path": parts.path, "status": status, "bytes": len(body)})
        route.fulfill(status=status, headers=headers, body=body)

    page.route(f"{ORIGIN}/**", answer)
    return asked


def _static(path: str) -> tuple[int, dict[str, str], bytes]:
    found = finders.find(path.removeprefix("/" + settings.STATIC_URL.lstrip("/")))
    if not found:
        return 404, {}, b""
    kind = _TYPES.get(Path(found).suffix, "application/octet-stream")
    return 200, {"Content-Type": kind}, Path(found).read_bytes()


def _from_client(client: Client, route: Route) -> tuple[int, dict[str, str], bytes]:
    asked = route.request
    parts = urlsplit(asked.url)
    response = client.generic(
        asked.method,
        f"{parts.path}?{parts.query}" if parts.query else parts.path,
        asked.post_data_buffer or b"",
        content_type=asked.headers.get("content-type", "application/octet-stream"),
        headers={
            name: value
            for name, value in asked.headers.items()
            if name in ("accept", "accept-language", "referer", "origin", "user-agent")
            or name.startswith("hx-")
        },
        SERVER_NAME="localhost",
    )
    return response.status_code, dict(response.items()), response.getvalue()
