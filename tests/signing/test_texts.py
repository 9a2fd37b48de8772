"""Who is shown what of one document: a pure function, so every shape of it can be tried."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachpractice.signing.texts import KEYS, is_divided, salted, text_for

ROLES = ("coach", "client", "sponsor", "guardian", "member")


def snapshot() -> dict[str, Any]:
    """A small document with something for everybody."""
    return {
        "title": "Contrat",
        "kind": "Contrat n°",
        "number": "2026-001",
        "parties": [
            {"label": "client", "name": "Odette", "details": ["Lyon", "odette@courriel.example"]},
            {"label": "coach", "name": "Alice", "details": "Nantes"},
        ],
        "summary": [{"key": "price", "label": "Prix", "text": "960 €"}],
        "cards": [
            {"key": "work", "title": "Le travail", "intro": ""},
            {"key": "secret", "title": "Le secret", "intro": "Lisez."},
        ],
        "sections": [
            {
                "key": "aims",
                "number": "1",
                "title": "Objectifs",
                "card": "work",
                "clauses": [],
                "blocks": [
                    {"type": "p", "number": "1.1", "text": "Ce que nous visons."},
                    {"type": "list", "items": ["Parler", "Écouter"]},
                    {"type": "table", "caption": "", "head": ["A", "B"], "rows": [["1", "2"]]},
                ],
            },
            {
                "key": "limits",
                "number": "2",
                "title": "Limites",
                "card": "secret",
                "clauses": [],
                "blocks": [{"type": "limits"}],
            },
        ],
        "answers_on": "secret",
        "limits": [{"key": "danger", "text": "En cas de danger", "told": False}],
        "comprehension": [
            {
                "key": "who",
                "question": "Qui ?",
                "choices": [{"key": "all", "text": "Tous"}, {"key": "none", "text": "Personne"}],
                "right": "none",
                "because": "Parce que.",
            }
        ],
        "consents": [{"key": "case", "question": "?", "detail": "", "yes": "Oui", "no": "Non"}],
        "annexes": [{"label": "Code", "url": "/code/"}],
        "statement": "J’accepte.",
        "total_text": "960 €",
    }


def whole(text: Any) -> str:
    return json.dumps(text, ensure_ascii=False)


def places(piece: Any, path: tuple = ()) -> list[tuple]:
    """Where in a snapshot a piece with keys stands, of any list."""
    found = []
    if isinstance(piece, dict):
        for key, each in piece.items():
            found += places(each, (*path, key))
    elif isinstance(piece, list):
        for number, each in enumerate(piece):
            found += [(*path, number), *places(each, (*path, number))]
    return found


def put(text: Any, path: tuple, make: Any) -> None:
    *way, last = path
    for step in way:
        text = text[step]
    text[last] = make(text[last])


def marked(piece: Any, roles: list[str]) -> Any:
    if isinstance(piece, dict):
        return {**piece, "for": roles, "note": "CANARY"}
    if isinstance(piece, list):
        return {"cells": [*piece, "CANARY"], "for": roles}
    return {"text": f"{piece} CANARY", "for": roles}


@pytest.mark.parametrize("role", ROLES)
def test_a_text_without_marks_is_the_same_for_everybody(role):
    plain = snapshot()
    plain["parties"][0]["details"] = "Lyon\nodette@courriel.example"
    assert text_for(snapshot(), role) == plain
    assert not is_divided(snapshot())


@pytest.mark.parametrize("path", places(snapshot()), ids=str)
def test_a_piece_for_the_client_never_reaches_the_sponsor(path):
    text = snapshot()
    put(text, path, lambda piece: marked(piece, ["client", "coach"]))
    before = deepcopy(text)
    assert "CANARY" not in whole(text_for(text, "sponsor"))
    assert "CANARY" in whole(text_for(text, "coach"))
    assert '"for"' not in whole([text_for(text, role) for role in ROLES])
    assert is_divided(text)
    assert text == before


@given(path=st.sampled_from(places(snapshot())), data=st.data())
def test_whatever_is_marked_reaches_exactly_the_roles_it_names(path, data):
    roles = data.draw(st.lists(st.sampled_from(ROLES[1:]), unique=True))
    text = snapshot()
    put(text, path, lambda piece: marked(piece, roles))
    for role in ROLES[1:]:
        reached = "CANARY" in whole(text_for(text, role))
        assert reached == (role in roles), role


@given(mark=st.one_of(st.none(), st.integers(), st.dictionaries(st.text(), st.text()), st.just([])))
def test_a_mark_that_cannot_be_read_is_for_the_coach_alone(mark):
    text = snapshot()
    text["summary"].append({"label": "x", "text": "CANARY", "for": mark})
    reached = [role for role in ROLES if "CANARY" in whole(text_for(text, role))]
    assert reached == ["coach"]


@given(key=st.text(min_size=1).filter(lambda key: key not in KEYS and key != "statements"))
def test_a_key_nobody_listed_stays_with_the_coach(key):
    text = snapshot() | {key: "CANARY"}
    reached = [role for role in ROLES if "CANARY" in whole(text_for(text, role))]
    assert reached == ["coach"]


def test_any_text_of_the_top_may_be_wrapped():
    text = snapshot() | {"total_text": {"text": "960 €", "for": ["sponsor"]}}
    assert {role: text_for(text, role)["total_text"] for role in ROLES} == {
        "coach": "960 €",
        "client": "",
        "sponsor": "960 €",
        "guardian": "",
        "member": "",
    }


def test_each_role_has_its_own_statement():
    text = snapshot() | {"statements": {"sponsor": "Nous payons.", "coach": "Je m’engage."}}
    assert text_for(text, "sponsor")["statement"] == "Nous payons."
    assert text_for(text, "coach")["statement"] == "Je m’engage."
    assert text_for(text, "client")["statement"] == "J’accepte."
    assert "payons" not in whole(text_for(text, "client"))
    assert is_divided(text)


def test_what_holds_nothing_any_more_is_gone_with_its_card():
    text = snapshot()
    for block in text["sections"][0]["blocks"]:
        block["for"] = ["client"]
    mine = text_for(text, "sponsor")
    assert [section["key"] for section in mine["sections"]] == ["limits"]
    assert [card["key"] for card in mine["cards"]] == ["secret"]
    assert mine["sections"][0]["number"] == "2"


def test_with_a_card_go_its_sections():
    text = snapshot()
    text["cards"][0]["for"] = ["client"]
    mine = text_for(text, "sponsor")
    assert [section["key"] for section in mine["sections"]] == ["limits"]


def test_what_is_asked_moves_to_a_card_that_is_left():
    text = snapshot()
    text["cards"][1]["for"] = ["client"]
    mine = text_for(text, "sponsor")
    assert mine["answers_on"] == "work"
    assert mine["limits"] == snapshot()["limits"]


def test_nothing_is_asked_where_the_limits_are_for_others():
    text = snapshot()
    text["limits"][0]["for"] = ["client"]
    text["comprehension"][0]["for"] = ["client"]
    mine = text_for(text, "sponsor")
    assert (mine["limits"], mine["comprehension"]) == ([], [])
    assert [section["key"] for section in mine["sections"]] == ["aims"]


def test_a_cell_that_is_for_others_leaves_its_place_empty():
    text = snapshot()
    table = text["sections"][0]["blocks"][2]
    table["rows"][0][0] = {"text": "960 €", "for": ["sponsor"]}
    blocks = text_for(text, "client")["sections"][0]["blocks"]
    assert blocks[2]["rows"] == [["", "2"]]


def test_the_lines_under_a_name_may_be_for_some():
    text = snapshot()
    address = {"text": "12 rue des Lilas", "for": ["client"]}
    text["parties"][0]["details"] = [address, "odette@courriel.example"]
    details = {role: text_for(text, role)["parties"][0]["details"] for role in ROLES[:3]}
    assert details == {
        "coach": "12 rue des Lilas\nodette@courriel.example",
        "client": "12 rue des Lilas\nodette@courriel.example",
        "sponsor": "odette@courriel.example",
    }


def test_two_who_sign_the_same_words_have_texts_of_their_own():
    assert salted({"title": "x"})["salt"] != salted({"title": "x"})["salt"]
