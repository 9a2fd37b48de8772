import json

import pytest

from clients import actions as clients
from contracts import actions, proofreading, text
from contracts.templatetags.contracts import marked
from contracts.text import END, GAP, TYPED
from contracts.values import Values
from tests.clients.factories import ClientFactory
from tests.contracts.factories import draft_of, fresh
from tests.strange import STRANGE

NBSP = "\u00a0"


def block(snapshot, section, kind):
    blocks = next(s for s in snapshot["sections"] if s["key"] == section)["blocks"]
    return next(each for each in blocks if each["type"] == kind)


def test_the_snapshot_holds_what_the_signing_room_needs(coach):
    contract = draft_of(
        coach, ClientFactory(by=coach, name="Odette Passerose", email="o@p.example")
    )
    snapshot = text.snapshot(Values(contract))
    assert json.loads(json.dumps(snapshot)) == snapshot
    assert snapshot["number"] == contract.number
    assert snapshot["author"] == "Alice Églantine"
    assert snapshot["answers_on"] in [card["key"] for card in snapshot["cards"]]
    assert snapshot["total_text"] == f"960{NBSP}€"
    assert [party["name"] for party in snapshot["parties"]] == [
        "Odette Passerose",
        "Alice Églantine",
    ]
    (annex,) = snapshot["annexes"]
    assert (annex["kind"], annex["edition"], annex["url"]) == (
        "code-of-ethics", "2023", "/code/2023/",
    )  # fmt: skip
    assert len(annex["sha256"]) == 64
    assert len(snapshot["consents"]) == 4  # it begins today: the request to begin early is asked
    assert snapshot["statement"]


def test_objectives_are_drawn_and_limits_are_left_to_the_page(coach):
    contract = draft_of(coach)
    snapshot = text.snapshot(Values(contract))
    assert block(snapshot, "objectives", "table")["rows"] == [
        ["Prendre la parole", "Trois interventions avant le 1er mars"]
    ]
    kinds = {each["type"] for section in snapshot["sections"] for each in section["blocks"]}
    assert kinds == {"p", "list", "table", "limits"}
    assert "Parler plus librement en réunion." in json.dumps(
        snapshot["sections"], ensure_ascii=False
    )


def test_a_frozen_text_has_no_mark_of_a_preview(coach):
    frozen = json.dumps(text.snapshot(Values(draft_of(coach))), ensure_ascii=False)
    assert [sign for sign in (TYPED, GAP, END) if sign in frozen] == []


def test_the_preview_marks_what_was_typed_and_what_is_missing(alice):
    contract = actions.draft(ClientFactory(by=alice, name="Odette"), by=alice)
    actions.save(contract, by=alice, place="", rhythm="le mardi")
    preview = text.preview(Values(fresh(contract)))
    rows = dict(block(preview, "sessions", "table")["rows"])
    assert list(rows.values()) == [
        f"{TYPED}8{END}",
        f"{TYPED}60{END}{NBSP}min chacune",
        f"{TYPED}le mardi{END}",
        f"{GAP}[le lieu]{END}",
        rows["Période"],
    ]
    ((objective, sign),) = block(preview, "objectives", "table")["rows"]
    assert (objective[0], sign[0]) == (GAP, GAP)


def test_what_comes_from_the_wording_or_from_the_coach_is_not_marked(alice):
    contract = draft_of(alice, cancellation_hours=None)
    preview = json.dumps(text.preview(Values(contract)), ensure_ascii=False)
    assert f"{TYPED}48" not in preview
    assert f"{TYPED}Alice" not in preview


def test_marks_are_drawn_around_escaped_words():
    words = f"{TYPED}<b>&{END}, {GAP}[x]{END}\n{{{{ y }}}}"
    assert marked(words) == ('<mark>&lt;b&gt;&amp;</mark>, <mark class="gap">[x]</mark><br>{{ y }}')


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE)
def test_strange_words_stand_in_the_text_as_they_were_typed(coach, words):
    contract = draft_of(
        coach, ClientFactory(by=coach, name=words, address=words), place=words,
        client_expectations=words, objectives=[{"text": words, "indicator": words}],
    )  # fmt: skip
    frozen = text.snapshot(Values(contract))
    assert frozen["parties"][0]["name"] == words
    assert block(frozen, "objectives", "table")["rows"] == [[words, words]]
    assert dict(block(frozen, "sessions", "table")["rows"])["Lieu"] == words


def test_signs_of_a_preview_that_were_typed_are_dropped_from_it(alice):
    contract = draft_of(alice, place=f"{TYPED}là{END}")
    rows = dict(block(text.preview(Values(contract)), "sessions", "table")["rows"])
    assert rows["Lieu"] == f"{TYPED}là{END}"


def test_the_paper_of_a_draft_says_that_it_is_one(coach):
    contract = draft_of(coach, ClientFactory(by=coach, name=STRANGE["markup"]))
    pdf = proofreading.pdf(contract)
    assert pdf.startswith(b"%PDF-1.7")


def test_warnings_name_what_may_be_a_slip(coach):
    client = ClientFactory(by=coach, email="ALICE@example.org")
    contract = draft_of(coach, client)
    assert len(proofreading.warnings(Values(contract))) == 2  # own address, no insurance
    clients.change(client, by=coach, fit="outside", email="o@example.org")
    actions.save(contract, by=coach, fee_per_session_cents=0)
    assert len(proofreading.warnings(Values(fresh(contract)))) == 3
