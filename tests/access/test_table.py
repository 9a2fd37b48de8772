"""The access table, played against real objects; and looking, which changes nothing."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from coachpractice.jobs import health
from coachpractice.registry.doors import door_of
from tests.access import watching
from tests.access.table import INSTALLED, ROWS
from tests.access.world import ROLES, SECRETS, World

pytestmark = pytest.mark.django_db

HERS = ("alice", "guest")  # who may read what Odette's contract says
DENIED = ("login", "door", "403", "404", "405", "410")
LEAVES = "account_logout"  # leads to the login page because it did what was asked


def views(patterns: Any = None, space: str = "") -> dict[str, Any]:
    """Every URL of the resolver by its full name."""
    found = {}
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            found |= views(each.url_patterns, inner)
        else:
            assert isinstance(each, URLPattern)
            assert each.name, f"{each.pattern} has no name"
            assert f"{space}{each.name}" not in found, "two URLs of one name"
            found[f"{space}{each.name}"] = each.callback
    return found


def test_the_table_has_each_url_of_the_resolver_and_no_other():
    assert {name.partition(", ")[0] for name in ROWS} == set(views())


def test_every_view_says_who_may_come_in_and_installed_ones_are_named():
    unmarked = {name for name, view in views().items() if door_of(view) is None}
    assert unmarked - INSTALLED == set()
    assert INSTALLED - set(views()) == set()


def written(url: str) -> dict[str, tuple[str, str]]:
    """The row of a URL, with the assistant's cell where the table leaves it to the rule."""
    row, door = ROWS[url], door_of(views().get(url.partition(", ")[0]))
    get, post = bob = row["bob"]
    shut = ("405" if get == "405" else "403", "405" if post == "405" else "403")
    as_ruled = shut if door is not None and door.kind == "member" else bob
    return {**row, "assistant": row.get("assistant", as_ruled)}


@pytest.fixture(scope="module")
def said(world: World, django_db_blocker: Any) -> set[str]:
    """Words that no assistant reads, standing in every field where some could."""
    with django_db_blocker.unblock():
        return world.said()


def leaks(role: str, seen: Any, said: set[str]) -> list[str]:
    """The words in an answer that are not for this role."""
    if role in HERS or seen.status_code == 302:
        return []
    secret = said if role == "assistant" else SECRETS
    content = b"".join(seen.streaming_content) if seen.streaming else seen.content
    return [each for each in secret if each.encode() in content]


def answer(response: Any) -> str:
    """The answer as the table writes it."""
    path = urlsplit(response.headers.get("Location", "")).path
    if response.status_code == 302 and path == reverse("account_login"):
        return "login"
    if response.status_code == 302 and path == reverse("links:none"):
        return "door"
    return str(response.status_code)


def ask(world: World, role: str, url: str, method: str = "get", path: str = "") -> Any:
    cache.clear()
    health.beat()
    path = path or world.address(url)
    body = (world.body(url),) if method == "post" else ()
    return getattr(world.browser(role, url), method)(path, *body)


@pytest.mark.parametrize("url", ROWS)
def test_looking_answers_as_written_and_changes_nothing(world, said, url):
    played, before = {}, watching.fingerprints()
    for role in ROLES:
        seen = ask(world, role, url)
        played[role] = answer(seen)
        if seen.status_code == 200:
            assert answer(ask(world, role, url, "head")) == "200"
        if not url.startswith("mail:"):
            assert leaks(role, seen, said) == []
    assert watching.changed(before) == []
    assert played == {role: cells[0] for role, cells in written(url).items()}


@pytest.mark.parametrize("url", ROWS)
def test_sending_answers_as_written_and_changes_nothing_for_those_who_may_not(world, said, url):
    cells = {role: both[1] for role, both in written(url).items()}
    denied = [role for role in ROLES if cells[role] in DENIED and url != LEAVES]
    played, before = {}, watching.fingerprints()

    def send(role: str) -> None:
        seen = ask(world, role, url, "post")
        played[role] = answer(seen)
        assert role != "assistant" or leaks(role, seen, said) == []

    with watching.taken_back():
        for role in denied:
            send(role)
        assert watching.changed(before) == []
    for role in set(ROLES) - set(denied):
        with watching.taken_back():
            send(role)
    assert played == cells


def folded(response: Any, path: str) -> tuple[int, bytes, dict[str, str]]:
    """What can be seen of an answer, without the token against forgery and the address itself."""
    token = rb'name="csrfmiddlewaretoken" value="\w+"'
    body = re.sub(token, b"", response.content).replace(path.encode(), b"")
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    return response.status_code, body, headers


@pytest.mark.parametrize(
    ("url", "role", "method"),
    [
        (url, role, method)
        for url in ROWS
        for role, cells in written(url).items()
        for method, cell in zip(("get", "post"), cells, strict=True)
        if cell == "404" and not url.startswith(("links:", "mfa_"))
    ],
)
def test_not_yours_and_not_there_are_the_same_answer(world, url, role, method):
    yours, none = world.address(url), world.address_of_nothing(url)
    with watching.taken_back():
        not_mine = ask(world, role, url, method, yours)
        not_there = ask(world, role, url, method, none)
    assert folded(not_mine, yours) == folded(not_there, none)


@pytest.mark.parametrize("url", [name for name in ROWS if name.startswith("mail:")])
def test_there_is_no_mailbox_where_a_mail_server_is_set(world, url):
    with override_settings(OUTBOX=False):
        answers = {role: answer(ask(world, role, url)) for role in ROLES}
    assert answers == dict.fromkeys(ROLES, "404")
