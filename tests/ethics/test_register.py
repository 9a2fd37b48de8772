import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from coachpractice import clock
from coachpractice.ethics import actions
from coachpractice.ethics import register as book
from coachpractice.ethics.evidence import signed_the_code
from coachpractice.registry.evidence import RULES, Finding, Proof, Rule, State, missing
from tests.contracts.factories import concluded_by
from tests.pages import assert_valid_html
from tests.scans import PNG

pytestmark = pytest.mark.django_db

SIGNED = date(2026, 1, 12)
QUERIES = 37  # one or two for each rule about contracts, whatever their number


def take_in(member, edition, day=SIGNED):
    return actions.take_in(
        by=member, edition=edition, place="Lyon", day=day, name="Alice", scan=PNG
    )


@pytest.fixture
def page(client, alice, login):
    def get(**asked):
        return login(client, alice).get(reverse("ethics:register"), asked)

    return get


# Clause 1.1.1


def test_without_a_signature_the_first_clause_is_missing_and_leads_to_signing(alice, edition):
    found = signed_the_code(alice, SIGNED)
    assert found.state == State.MISSING
    assert found.mend.url == reverse("ethics:adopt")


def test_a_sealed_signature_keeps_it(alice, bob, edition, adopt):
    adopt(alice, edition)
    today = clock.today()
    assert signed_the_code(alice, today).state == State.KEPT
    assert signed_the_code(bob, today).state == State.MISSING
    assert signed_the_code(alice, today - timedelta(days=1)).state == State.MISSING


def test_until_the_seal_is_there_it_is_due(alice, edition, adopt):
    adopt(alice, edition, sealed=False)
    assert signed_the_code(alice, clock.today()).state == State.DUE


def test_a_paper_keeps_it_once_its_copy_is_sealed(alice, edition, settings, seal_here):
    adoption = take_in(alice, edition)
    assert signed_the_code(alice, SIGNED).state == State.DUE
    seal_here(settings)
    actions.seal_copy(adoption.pk)
    found = signed_the_code(alice, SIGNED)
    assert found.state == State.KEPT
    assert "ailleurs" in str(found.why) or "elsewhere" in str(found.why)


def test_a_new_edition_is_due_for_thirty_days_and_then_missing(alice, edition, next_code):
    take_in(alice, edition)
    with clock.at(date(2031, 3, 1)):
        actions.load(next_code)
    last = date(2031, 3, 31)
    found = signed_the_code(alice, last)
    assert (found.state, found.due) == (State.DUE, last)
    assert signed_the_code(alice, last + timedelta(days=1)).state == State.MISSING


def test_whoever_never_signed_gets_no_thirty_days(alice, edition, next_code):
    with clock.at(date(2031, 3, 1)):
        actions.load(next_code)
    assert signed_the_code(alice, date(2031, 3, 2)).state == State.MISSING


# The page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_clause_stands_on_the_page_with_label_state_and_words(page, alice, edition, language):
    alice.user.language = language
    alice.user.save()
    response = page()
    text = response.content.decode()
    assert_valid_html(text)
    assert re.findall(r'<li class="clause" id="([a-z-]+)"', text) == [
        clause.key for clause in edition.text.clauses
    ]
    label = edition.text.by_key["supervised-regularly"].label(language)
    assert f"<summary>{label}</summary>" in text
    assert text.count('class="clause-text" lang="fr"') == 45
    assert text.count('<a href="#chapter-') == 3


def test_a_clause_without_a_rule_is_never_counted_as_kept(page, edition, only_rules):
    only_rules({})
    context = page().context
    assert {state: count for state, _, _, count in context["filters"]} == {"no-rule": 45}
    assert context["unruled"] == 45


def test_the_address_says_which_state_is_shown(page, edition, only_rules):
    only_rules({"reputation": State.KEPT, "liability-insurance": State.MISSING})
    text = page(state="missing").content.decode()
    assert_valid_html(text)
    assert re.findall(r'<li class="clause" id="([a-z-]+)"', text) == ["liability-insurance"]
    assert re.findall(r'<a href="\?state=([a-z-]+)" aria-current="true"', text) == ["missing"]
    assert text.count('<a href="#chapter-') == 1


@pytest.mark.parametrize("asked", ["nonsense", "", "<script>"])
def test_an_unknown_state_shows_all(page, edition, asked):
    assert page(state=asked).content.decode().count('<li class="clause"') == 45


def test_a_state_no_clause_is_in_says_so(page, edition, only_rules):
    only_rules({})
    response = page(state="kept")
    assert_valid_html(response.content.decode())
    assert response.context["chapters"] == []


def test_private_clauses_show_others_one_constant_line(alice, bob, edition, only_rules):
    only_rules(dict.fromkeys(book.PRIVATE, State.MISSING) | {"reputation": State.MISSING})
    own = {entry.clause.key: entry for entry in book.states(edition.text, alice, SIGNED)}
    seen = book.states(edition.text, alice, SIGNED, reader=bob)
    lines = {(entry.state, str(entry.finding.why)) for entry in seen if entry.private}
    assert {own[key].state for key in book.PRIVATE} == {State.MISSING}
    assert len(lines) == 1
    assert State.MISSING not in {state for state, _ in lines}
    assert next(e for e in seen if e.clause.key == "reputation").state == State.MISSING


def test_private_clauses_show_others_the_same_line_whatever_the_state(
    alice, bob, edition, only_rules
):
    def lines():
        seen = book.states(edition.text, alice, SIGNED, reader=bob)
        return [(e.state, str(e.finding.why)) for e in seen if e.private]

    only_rules(dict.fromkeys(book.PRIVATE, State.MISSING))
    before = lines()
    only_rules({})
    assert lines() == before


def test_what_a_rule_finds_is_shown_escaped_with_its_links(page, edition, monkeypatch):
    found = missing("<b>Odette</b>", Proof("Contrat <1>", "/a/"), mend=Proof("Répondre", "/b/"))
    monkeypatch.setattr(
        RULES, "_entries", {"reputation": Rule("reputation", lambda coach, day: found)}
    )
    text = page(state="missing").content.decode()
    assert_valid_html(text)
    assert "&lt;b&gt;Odette&lt;/b&gt;" in text
    assert '<a href="/a/">' in text
    assert '<a href="/b/">' in text


def test_a_visitor_without_an_account_is_asked_to_log_in(client, edition):
    assert client.get(reverse("ethics:register")).status_code == 302


def test_without_an_edition_there_is_no_register(page):
    assert page().status_code == 404


@pytest.fixture
def only_rules(monkeypatch):
    """only_rules({clause: state}): these rules and no others."""

    def use(states):
        rules = {
            key: Rule(key, lambda coach, day, state=state: Finding(state, "words"))
            for key, state in states.items()
        }
        monkeypatch.setattr(RULES, "_entries", rules)

    return use


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_the_same_number_of_queries_for_one_client_and_three(
    page, alice, edition, adopt, count, django_assert_num_queries
):
    adopt(alice, edition)
    for _ in range(count):
        concluded_by(alice)
    page()
    with django_assert_num_queries(QUERIES), django_assert_num_queries(0, using="keyring"):
        page()
