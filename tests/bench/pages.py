"""Pages, against the least a page could cost here."""

from collections.abc import Callable, Iterator

from django.test import override_settings
from django.urls import reverse

from coachpractice.practices.models import Membership
from tests.bench import crowd, stage
from tests.bench.browser import Browser
from tests.bench.pairs import Pair

GOAL = 4.0


def pairs(quick: bool) -> Iterator[Pair]:
    coach, concluded, sent = stage.coach(), stage.concluded(), stage.sent()
    own, everyone = (60, 500) if quick else (300, 10_000)
    crowd.fill(coach, own=own, everyone=everyone, like=concluded)
    override_settings(ROOT_URLCONF="tests.bench.floor").enable()
    assert sent.envelope
    member, guest = (
        Browser.of_member(coach),
        Browser.of_guest(sent.envelope.parties.get(position=1)),
    )
    clients = reverse("clients:list")
    client = reverse("clients:page", args=[concluded.client_id])
    floor = _get(member, _floor("member", coach))
    for name, ours, goal in (
        (f"list of 25 of {own} clients among {everyone:,}", _get(member, clients), GOAL),
        ("client page", _get(member, client), GOAL),
        (f"search among {own} encrypted names", _search(member, clients, "mirabelle"), None),
        ("what stands around every page", _get(member, "/floor/frame/"), None),
    ):
        yield Pair(name, ours, floor, goal)
    reading = _get(guest, reverse("signing:read"))
    yield Pair("signing page", reading, _get(guest, _floor("guest", coach)), GOAL)


def _floor(door: str, coach: Membership) -> str:
    return f"/floor/{door}/{coach.practice_id}/"


def _search(browser: Browser, address: str, words: str) -> Callable[[], bytes]:
    return lambda: browser.post(address, q=words)


def _get(browser: Browser, address: str) -> Callable[[], bytes]:
    return lambda: browser.get(address)
