"""The chain without a database: whatever is done to it afterwards shows."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachpractice.audit import chain

STREAM = uuid.UUID("11111111-2222-4333-8444-555555555555")


def make(count: int, stream: uuid.UUID = STREAM) -> list[chain.Place]:
    places, previous = [], chain.origin(stream)
    for seq in range(1, count + 1):
        content = {"id": f"entry-{seq}", "event": "tests.changed", "details": {"n": seq}}
        digest = chain.digest(previous, content)
        places.append(chain.Place(seq, previous, digest, content))
        previous = digest
    return places


def test_a_whole_chain_holds():
    assert chain.breaks(STREAM, make(20)) == []


def test_an_empty_chain_holds():
    assert chain.breaks(STREAM, []) == []


@pytest.mark.parametrize("position", range(10))
def test_an_edited_entry_is_found(position):
    places = make(10)
    edited = {**places[position].content, "details": {"n": 99}}
    places[position] = replace(places[position], content=edited)
    assert chain.breaks(STREAM, places) == [chain.Break(position + 1, "changed")]


@pytest.mark.parametrize("position", range(10))
def test_an_entry_edited_with_its_digest_is_found_at_the_next_one(position):
    places = make(10)
    content = {**places[position].content, "event": "tests.other"}
    digest = chain.digest(places[position].previous, content)
    places[position] = replace(places[position], content=content, digest=digest)
    printed = {10: make(10)[9].digest}
    expected = chain.Break(position + 2, "moved") if position < 9 else chain.Break(10, "rewritten")
    assert chain.breaks(STREAM, places, printed) == [expected]


@pytest.mark.parametrize("position", range(9))
def test_a_removed_entry_is_found(position):
    places = make(10)
    del places[position]
    assert chain.breaks(STREAM, places)[0] == chain.Break(position + 1, "missing")


@pytest.mark.parametrize("position", range(9))
def test_a_removed_entry_is_found_when_the_rest_is_renumbered(position):
    places = make(10)
    del places[position]
    places = [replace(place, seq=seq) for seq, place in enumerate(places, 1)]
    assert chain.breaks(STREAM, places) == [chain.Break(position + 1, "moved")]


@pytest.mark.parametrize("position", range(10))
def test_an_inserted_entry_is_found(position):
    places = make(10)
    content = {"id": "slipped-in", "event": "tests.changed", "details": {}}
    previous = places[position].previous
    places.insert(position, chain.Place(0, previous, chain.digest(previous, content), content))
    places = [replace(place, seq=seq) for seq, place in enumerate(places, 1)]
    assert chain.breaks(STREAM, places) == [chain.Break(position + 2, "moved")]


@given(st.permutations(range(6)))
def test_reordered_entries_are_found(order):
    places = make(6)
    moved = [replace(places[was], seq=now) for now, was in enumerate(order, 1)]
    held = chain.breaks(STREAM, moved) == []
    assert held == (order == list(range(6)))


@pytest.mark.parametrize("left", range(5))
def test_a_tail_cut_down_to_before_the_last_printed_head_is_found(left):
    places = make(10)
    printed = {5: places[4].digest}
    assert chain.breaks(STREAM, places[:left], printed) == [chain.Break(5, "cut")]


def test_a_chain_rebuilt_from_nothing_is_found_against_a_printed_head():
    printed = {5: make(10)[4].digest}
    forged = make(10)
    content = {"id": "forged", "event": "tests.changed", "details": {}}
    previous = chain.origin(STREAM)
    for seq, place in enumerate(forged, 1):
        content = {**place.content, "forged": True}
        digest = chain.digest(previous, content)
        forged[seq - 1] = chain.Place(seq, previous, digest, content)
        previous = digest
    assert chain.breaks(STREAM, forged, printed) == [chain.Break(5, "rewritten")]


def test_a_chain_does_not_pass_for_another_streams():
    assert chain.breaks(uuid.uuid4(), make(3)) == [chain.Break(1, "moved")]


def test_what_is_hashed_never_changes():
    """Anyone who kept a chain must be able to check it in ten years."""
    content = {"b": 1, "a": "Événement", "at": "2026-11-23T14:32:05.000001Z", "none": None}
    assert chain.canonical(content) == (
        '{"a":"Événement","at":"2026-11-23T14:32:05.000001Z","b":1,"none":null}'.encode()
    )
    assert chain.origin(STREAM) == (
        "bc7636132edb19bd3e4ed2307b338a9b0cd3c6f847d8626ba6edd330ea6f75dd"
    )
    assert chain.digest(chain.origin(STREAM), content) == (
        "a334db860e43e156b2ac08f38992f7cfb8395b2254a677072083dd855bcfbcc1"
    )


def test_a_moment_is_hashed_in_utc_with_microseconds():
    paris = timezone(timedelta(hours=1))
    same = datetime(2026, 11, 23, 15, 32, 5, 1, paris), datetime(2026, 11, 23, 14, 32, 5, 1, UTC)
    assert {chain.moment(at) for at in same} == {"2026-11-23T14:32:05.000001Z"}


def test_a_commitment_opens_to_its_value_alone():
    salt = bytes(range(16))
    assert chain.commitment(salt, "Odette") == chain.commitment(salt, "Odette")
    assert chain.commitment(salt, "Odette") != chain.commitment(salt, "Odett")
    assert chain.commitment(salt, "Odette") != chain.commitment(bytes(16), "Odette")


@pytest.mark.parametrize("length", [0, 8, 15, 17, 32])
def test_a_salt_of_another_length_is_refused(length):
    """salt ‖ value must not be cut elsewhere: one commitment, two openings."""
    with pytest.raises(ValueError, match="16 bytes"):
        chain.commitment(bytes(length), "Odette")
