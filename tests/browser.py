"""A pytest plugin: a real Chromium for tests, one per worker and started when first asked for.

It reaches this machine alone: any other request is cut off and named when the test ends.
What its pages showed when a test failed stands in that test's report.
"""

import os
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, Error, Page, Route, sync_playwright

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
OPEN = pytest.StashKey[list[Page]]()
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    report = yield
    if report.when == "call" and report.failed:
        for page in item.stash.get(OPEN, []):
            report.sections.append((f"Page {page.url}", _shown(page)))
    return report


def _shown(page: Page) -> str:
    try:
        return page.locator("body").inner_text(timeout=2000)
    except Error as error:
        return str(error)


@pytest.fixture
def open_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Makes pages: open_page(width=360, dark=True, language="en", scripts=False)."""
    contexts, strayed = [], []
    pages = request.node.stash.setdefault(OPEN, [])

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
        pages.append(context.new_page())
        return pages[-1]

    yield make
    for context in contexts:
        context.close()
    assert strayed == []


def enter_as(page: Page, client: Client, site: str) -> None:
    """Give this page the cookies of a test client, so that it is logged in as that one is."""
    page.context.add_cookies(
        [{"name": c.key, "value": c.value, "url": site} for c in client.cookies.values()]
    )


def _only_loopback(route: Route, strayed: list[str]) -> None:
    if urlsplit(route.request.url).hostname in LOOPBACK:
        route.continue_()
    else:
        strayed.append(route.request.url)
        route.abort()
