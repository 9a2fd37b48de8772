import copy

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from coachpractice.ethics import text
from coachpractice.ethics.compare import Kind, compare, words_changed
from tests.ethics.conftest import INVENTED, SHIPPED


@pytest.fixture
def content():
    return yaml.safe_load(INVENTED.read_text(encoding="utf-8"))


def test_the_shipped_code_has_its_45_clauses_under_three_chapters(today_s_code):
    assert [len(list(chapter.clauses)) for chapter in today_s_code.chapters] == [26, 11, 8]
    assert today_s_code.clauses[0].number == "1.1.1"
    assert today_s_code.by_key["supervised-regularly"].number == "3.2.1"


def test_every_word_of_the_file_is_in_what_is_read(today_s_code):
    raw = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    written = [
        clause["text"]
        for chapter in raw["chapters"]
        for section in chapter["sections"]
        for clause in section["clauses"]
    ]
    assert [clause.text for clause in today_s_code.clauses] == written


def test_what_is_kept_reads_back_as_the_same_code(today_s_code):
    assert text.parse(today_s_code.content()) == today_s_code


def test_the_fingerprint_follows_the_words_and_not_our_labels(content):
    before = text.parse(content).sha256
    clause = content["chapters"][0]["sections"][0]["clauses"][0]
    clause["label"]["fr"] = "Un autre libellé"
    assert text.parse(content).sha256 == before
    clause["text"] += " Toujours."
    assert text.parse(content).sha256 != before


def _second_clause(content):
    return content["chapters"][0]["sections"][0]["clauses"][1]


SPOILERS = {
    "two clauses have the key professional-conduct": lambda page: _second_clause(page).update(
        key="professional-conduct"
    ),
    "two clauses have the number 1.1.1": lambda page: _second_clause(page).update(number="1.1.1"),
    "clause 7.1.2 does not belong to section 1.1": lambda page: _second_clause(page).update(
        number="7.1.2"
    ),
    "clause 1.1.2 lacks its text or a label": lambda page: _second_clause(page).update(text=" "),
    "'Code partagé' is no key: small letters and hyphens": lambda page: _second_clause(page).update(
        key="Code partagé"
    ),
    "an edition is named for its year, not 'mine'": lambda page: page.update(edition="mine"),
    "there is no clause in it": lambda page: page.update(chapters=[]),
    "something is missing or not where it should be: KeyError('closing')": lambda page: page.pop(
        "closing"
    ),
}


@pytest.mark.parametrize("complaint", SPOILERS)
def test_a_text_that_is_not_sound_is_refused_in_words(content, complaint):
    spoiled = copy.deepcopy(content)
    SPOILERS[complaint](spoiled)
    with pytest.raises(text.TextError) as refused:
        text.parse(spoiled)
    assert str(refused.value) == complaint


def test_a_file_that_is_no_yaml_is_refused_by_name(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text("code: [", encoding="utf-8")
    with pytest.raises(text.TextError, match=r"^broken\.yaml: "):
        text.read(path)


# Two editions compared


def test_each_clause_is_unchanged_moved_changed_added_or_removed(today_s_code, next_code):
    changes = {change.clause.key: change for change in compare(today_s_code, next_code)}
    assert changes["professional-conduct"].kind == Kind.UNCHANGED
    assert changes["code-shared"].kind == Kind.MOVED
    assert changes["reputation"].kind == Kind.CHANGED
    assert changes["lantern-left-lit"].kind == Kind.ADDED
    assert changes["transfer-arranged"].kind == Kind.REMOVED
    assert changes["supervised-regularly"].kind == Kind.CHANGED
    assert changes["supervised-regularly"].renumbered
    assert not changes["reputation"].renumbered
    assert len(changes) == 46


def test_removed_clauses_stand_where_their_neighbour_stands(today_s_code, next_code):
    order = [change.clause.key for change in compare(today_s_code, next_code)]
    assert order[:3] == ["professional-conduct", "code-shared", "contract-understood"]
    assert order.index("lantern-left-lit") > order.index("transfer-arranged")


def test_the_words_that_changed_are_marked(today_s_code, next_code):
    change = next(c for c in compare(today_s_code, next_code) if c.clause.key == "reputation")
    assert [(piece.kind, piece.text) for piece in change.pieces] == [
        ("same", "Le coach doit veiller à préserver "),
        ("new", "et à embellir "),
        ("same", "la réputation de la profession."),
    ]


def test_neighbouring_changes_read_as_one_phrase():
    pieces = words_changed("il part ce soir", "il revient demain matin tôt")
    assert [piece.kind for piece in pieces] == ["same", "old", "new"]


def test_an_edition_compared_with_itself_is_unchanged(today_s_code):
    assert {change.kind for change in compare(today_s_code, today_s_code)} == {Kind.UNCHANGED}


WORDS = st.lists(st.sampled_from(["le", "coach", "doit", "veiller", "ne", "pas"]), max_size=12)


@given(before=WORDS, after=WORDS)
def test_both_texts_can_be_read_back_from_the_comparison(before, after):
    pieces = words_changed(" ".join(before), " ".join(after))
    old = "".join(piece.text for piece in pieces if piece.kind != "new")
    new = "".join(piece.text for piece in pieces if piece.kind != "old")
    assert (old, new) == (" ".join(before), " ".join(after))
