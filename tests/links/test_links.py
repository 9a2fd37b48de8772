"""Tokens and what they open."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachpractice import clock
from coachpractice.links import access, actions, tokens
from coachpractice.links.masking import masked
from coachpractice.links.models import Link, State
from tests.links.samples import use_all
from tests.processes import race

pytestmark = pytest.mark.django_db


def state_of(token):
    found = access.look_up(token)
    return found and found[1]


def test_a_token_opens_its_link(link):
    assert access.look_up(link.token) == (link, State.OPEN)


def test_nothing_stored_opens_the_link(link):
    stored = repr(Link.objects.values().get())
    assert link.token.partition(".")[2] not in stored
    assert len(link.token.partition(".")[2]) == 43  # 256 bits


def test_the_address_stands_on_the_installations_own_url(link, settings):
    settings.PUBLIC_URL = "https://coach.example"
    assert actions.address(link) == f"https://coach.example/l/{link.token}"


@given(st.text(max_size=100))
def test_nonsense_is_no_token(text):
    assert tokens.link_id(text) is None or len(text.partition(".")[0]) == 22


def tampered(link, other):
    own_id, own_mac = link.token.split(".")
    other_id, other_mac = other.token.split(".")
    pairs = (link.purpose, link.holder, link.pk)
    return {
        "empty": "",
        "no mac": own_id,
        "an empty mac": f"{own_id}.",
        "another link's mac": f"{own_id}.{other_mac}",
        "another link's id": f"{other_id}.{own_mac}",
        "cut": link.token[:-1],
        "longer": f"{link.token}A",
        "another case": f"{own_id}.{own_mac.swapcase()}",
        "padded": f"{own_id}==.{own_mac}",
        "an unknown link": tokens.make(link.purpose, link.holder, uuid.uuid4(), 1),
        "another holder": tokens.make(link.purpose, uuid.uuid4(), link.pk, 1),
        "another purpose": tokens.make("code", link.holder, link.pk, 1),
        "a generation to come": tokens.make(*pairs, 2),
        "generation 0": tokens.make(*pairs, 0),
        "not ASCII": "é.é",
    }


def test_no_other_token_opens_it(issue):
    link, other = issue(), issue()
    found = {name: access.look_up(token) for name, token in tampered(link, other).items()}
    assert found == dict.fromkeys(found)


def test_another_key_makes_other_tokens(link, settings):
    before = link.token
    settings.LINK_KEY = bytes(32)
    assert link.token != before
    assert access.look_up(before) is None


def test_a_link_for_a_purpose_nobody_has_any_more_leads_nowhere(link):
    Link.objects.update(purpose="forgotten")
    assert access.look_up(Link.objects.get().token) is None


def test_sending_again_shuts_the_older_links(issue, fresh):
    first = issue()
    issue(holder=first.holder)
    second = fresh(first)
    assert (second.generation, Link.objects.count()) == (2, 1)
    assert (state_of(first.token), state_of(second.token)) == (State.REPLACED, State.OPEN)


def test_an_old_link_is_remembered_for_twenty_generations(issue):
    first = issue()
    for _ in range(19):
        issue(holder=first.holder)
    assert state_of(first.token) is State.REPLACED
    issue(holder=first.holder)
    assert state_of(first.token) is None


def test_a_link_expires(link):
    with clock.at(link.expires_at - timedelta(seconds=1)):
        assert state_of(link.token) is State.OPEN
    with clock.at(link.expires_at):
        assert state_of(link.token) is State.EXPIRED
        assert actions.use(link) is False


def test_a_used_link_says_so(link):
    assert actions.use(link) is True
    assert state_of(link.token) is State.USED
    assert actions.use(link) is False


def test_a_closed_link_says_so_even_when_it_is_old(issue):
    link = issue()
    newer = issue(holder=link.holder)
    actions.close(purpose="tests", holder=link.holder)
    assert (state_of(link.token), state_of(newer.token)) == (State.CLOSED, State.CLOSED)
    assert actions.use(newer) is False


def test_an_older_generation_can_no_longer_be_used(issue):
    link = issue()
    issue(holder=link.holder)
    assert actions.use(link) is False


def test_sent_again_a_used_link_opens_again(issue, fresh):
    link = issue()
    actions.use(link)
    issue(holder=link.holder)
    assert state_of(fresh(link).token) is State.OPEN
    assert actions.use(fresh(link)) is True


def test_a_link_is_spent_for_its_holder(link):
    assert actions.spend(purpose="tests", holder=link.holder) is True
    assert actions.spend(purpose="tests", holder=link.holder) is False
    assert actions.spend(purpose="tests", holder=uuid.uuid4()) is False


@pytest.mark.django_db(transaction=True)
def test_a_hundred_links_and_eight_racers_make_a_hundred_uses(issue):
    pks = [issue().pk for _ in range(100)]
    used = [pk for won in race(use_all, [(pks,)] * 8) for pk in won]
    assert sorted(used) == sorted(pks)


def test_logs_hold_no_token(link, caplog):
    import logging

    from coachpractice.links.masking import MaskTokens

    assert masked(f"Not Found: /l/{link.token}") == "Not Found: /l/…"
    assert masked(f"GET /l/{link.token}/new 410") == "GET /l/…/new 410"
    record = logging.LogRecord("n", 20, "", 0, "%s: %s", ("Gone", f"/l/{link.token}"), None)
    assert MaskTokens().filter(record) is True
    assert record.getMessage() == "Gone: /l/…"
