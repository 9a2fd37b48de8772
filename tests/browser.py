"""A pytest plugin: a real Chromium for tests, one per worker and started when first asked for.

It reaches this machine alone: any other request is cut off and named when the test ends.
"""

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

# Playwright's own loop runs in this thread, so Django would refuse to touch the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell")
SWITCHES = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes pages: open_page(width=360, dark=True, language="en", scripts=False)."""
    contexts, strayed = [], []

    def make(
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        language: str = "fr",
        scripts: bool = True,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale={"fr": "fr-FR", "en": "en-GB"}[language],
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.route("**/*", lambda route: _only_loopback(route, strayed))
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert strayed == []


def _only_loopback(route: Route, strayed: list[str]) -> None:
    if urlsplit(route.request.url).hostname in LOOPBACK:
        route.continue_()
    else:
        strayed.append(route.request.url)
        route.abort()
