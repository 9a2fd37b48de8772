"""The pages of a link: what a scanner, an old link and a browser get."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from coachpractice import clock
from coachpractice.links import access, actions
from coachpractice.links.models import Link
from coachpractice.links.purposes import PURPOSES
from tests.links.samples import entered, refusing, renewed
from tests.pages import assert_valid_html

pytestmark = pytest.mark.django_db


def make_old(state, link, issue):
    """Bring about `state`; return the token that shows it."""
    token = link.token
    if state == "replaced":
        issue(holder=link.holder)
    elif state == "used":
        actions.use(link)
    elif state == "closed":
        actions.close(purpose=link.purpose, holder=link.holder)
    elif state == "expired":
        Link.objects.update(expires_at=clock.now())
    return token


def everything_stored():
    return list(Link.objects.values()), Session.objects.count()


OLD = {
    "replaced": "A newer link was sent to you",
    "used": "This link was already used",
    "closed": "This link is closed",
    "expired": "This link has expired",
}


def test_the_door_says_who_it_is_from_and_has_a_button(client, link):
    answer = client.get(f"/l/{link.token}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert_valid_html(page)
    assert "<h1>Your coaching contract</h1>" in page
    assert "Hélène Aubépine" in page
    assert 'lang="en"' in page  # the language its purpose says


@pytest.mark.parametrize("state", ["open", *OLD])
def test_looking_ten_times_changes_nothing(client, link, issue, state):
    token = make_old(state, link, issue)
    before = everything_stored()
    for _ in range(10):
        for method in (client.get, client.head):
            for path in (f"/l/{token}", f"/l/{token}?utm=1", f"/l/{token}/new", "/l/", "/l/x.y"):
                method(path)
    assert everything_stored() == before
    assert (renewed, entered) == ([], [])
    assert "sessionid" not in client.cookies


def test_the_button_opens_the_door_without_the_token(client, link):
    answer = client.post(f"/l/{link.token}")
    assert (answer.status_code, answer["Location"]) == (302, "/l/")
    assert link.token not in str(answer.headers)
    assert client.session[access.SESSION] == {"id": str(link.pk), "generation": 1}
    assert entered == [link]


def test_coming_in_does_not_use_the_link(client, link, fresh):
    for _ in range(3):
        client.post(f"/l/{link.token}")
    assert fresh(link).used_at is None


def test_coming_in_changes_the_sessions_key(client, link):
    client.post(f"/l/{link.token}")
    first = client.session.session_key
    client.post(f"/l/{link.token}")
    assert client.session.session_key != first
    assert not Session.objects.filter(pk=first).exists()


@pytest.mark.parametrize(("state", "title"), OLD.items())
def test_an_old_link_says_why(client, link, issue, state, title):
    token = make_old(state, link, issue)
    for method in (client.get, client.post):
        answer = method(f"/l/{token}")
        page = answer.content.decode()
        assert answer.status_code == 410
        assert f"<h1>{title}</h1>" in page
        assert_valid_html(page)
        assert ("Receive a new link" in page) == (state != "closed")
    assert access.SESSION not in client.session


@pytest.mark.parametrize("state", ["replaced", "used", "expired"])
def test_an_old_link_has_a_new_one_sent(client, link, issue, fresh, state):
    token = make_old(state, link, issue)
    answer = client.post(f"/l/{token}/new")
    assert answer.status_code == 200
    assert_valid_html(answer.content.decode())
    assert renewed == [link]
    assert fresh(link).token not in answer.content.decode()
    assert access.look_up(fresh(link).token)[1] == "open"


def test_a_closed_link_sends_none(client, link, issue, fresh):
    token = make_old("closed", link, issue)
    answer = client.post(f"/l/{token}/new")
    assert (answer.status_code, renewed) == (200, [])
    assert fresh(link).closed_at is not None


def test_the_answer_is_the_same_whatever_happens(client, link, issue):
    other = issue()
    pages = []
    for token in (make_old("expired", link, issue), make_old("closed", other, issue)):
        pages.append(client.post(f"/l/{token}/new").content)
    refusing.append("signed")
    pages.append(client.post(f"/l/{link.token}/new").content)
    for _ in range(4):  # and past the limit
        pages.append(client.post(f"/l/{link.token}/new").content)
    assert len({without_tokens(page) for page in pages}) == 1


def without_tokens(page):
    import re

    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)


def test_a_link_is_renewed_three_times_an_hour(client, issue):
    link, other = issue(), issue()
    Link.objects.update(expires_at=clock.now())
    for _ in range(6):
        client.post(f"/l/{link.token}/new")
    assert renewed == [link] * 3
    client.post(f"/l/{other.token}/new")
    assert renewed[3:] == [other]


def test_what_was_never_ours_gets_one_page(client, link):
    head, mac = link.token.split(".")
    tokens = ["x", "x.y", head, f"{head}.", f"{head}.{mac[:-1]}", f"{head}.{mac}A", "é.é", "%00"]
    pages = set()
    for token in tokens:
        for answer in (client.get(f"/l/{token}"), client.post(f"/l/{token}")):
            assert answer.status_code == 404
            pages.add(without_tokens(answer.content))
        assert client.post(f"/l/{token}/new").status_code == 404
    pages = {page.replace(b'name="next" value="', b"") for page in pages}
    assert_valid_html(client.get("/l/x").content.decode())
    assert b"Aub\xc3\xa9pine" not in b"".join(pages)


def test_without_a_link_the_page_says_what_to_do(client):
    answer = client.get("/l/")
    assert answer.status_code == 403
    assert_valid_html(answer.content.decode())


@pytest.mark.parametrize("path", ["/l/{}", "/l/{}/new"])
def test_nobody_learns_keeps_or_finds_the_address(client, link, path):
    for token in (link.token, "x.y"):
        answer = client.post(path.format(token))
        heads = ("Referrer-Policy", "Cache-Control", "X-Robots-Tag")
        assert [answer[name] for name in heads] == [
            "strict-origin", "no-store", "noindex, nofollow"
        ]  # fmt: skip


def test_the_form_asks_for_the_token_against_forgery(link):
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(f"/l/{link.token}").status_code == 403
    assert careful.post(f"/l/{link.token}/new").status_code == 403
    assert (entered, renewed) == ([], [])


def test_no_log_holds_a_token(link, capfd):
    handler = logging.getLogger().handlers
    console = next(each for each in _console_handlers(handler))
    record = logging.LogRecord("django", 30, "", 0, "%s: %s", ("Gone", f"/l/{link.token}"), None)
    for each in console.filters:
        each.filter(record)
    assert link.token not in record.getMessage()


def _console_handlers(handlers):
    from coachpractice.links.masking import MaskTokens

    return [h for h in handlers if any(isinstance(f, MaskTokens) for f in h.filters)]


# Behind the door ----------------------------------------------------------------------------------


@pytest.fixture
def inside(client, link):
    client.post(f"/l/{link.token}")
    return client


def session_opens(client, rf, purpose="tests"):
    request = rf.get("/s/")
    request.session = client.session
    return access.entered(request, purpose)


def test_the_session_opens_the_purpose_and_no_other(inside, link, rf):
    assert session_opens(inside, rf) == link
    assert session_opens(inside, rf, "sign") is None


def test_a_renewed_or_closed_link_shuts_the_sessions_it_opened(inside, link, issue, rf):
    issue(holder=link.holder)
    assert session_opens(inside, rf) is None
    inside.post(f"/l/{Link.objects.get().token}")
    assert session_opens(inside, rf) is not None
    actions.close(purpose="tests", holder=link.holder)
    assert session_opens(inside, rf) is None


def test_a_second_link_takes_the_place_of_the_first(inside, issue, rf):
    second = issue()
    inside.post(f"/l/{second.token}")
    assert session_opens(inside, rf) == second


def test_every_purpose_lands_on_a_page():
    from django.urls import reverse

    assert [reverse(each.lands_on) for each in PURPOSES]
