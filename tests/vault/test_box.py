"""Encryption itself, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachpractice.vault import box

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
HERE = box.place("clients.client", "name", 1, 2, 3)


@given(st.binary(max_size=2000), st.binary(max_size=50))
def test_what_goes_in_comes_out(plain, place):
    assert box.decrypt(KEY, box.encrypt(KEY, plain, place), place) == plain


@given(st.binary(max_size=200), st.data())
def test_any_changed_byte_is_refused(plain, data):
    blob = bytearray(box.encrypt(KEY, plain, HERE))
    position = data.draw(st.integers(0, len(blob) - 1))
    blob[position] ^= data.draw(st.integers(1, 255))
    with pytest.raises(box.Unreadable):
        box.decrypt(KEY, bytes(blob), HERE)


@given(st.binary(max_size=200), st.data())
def test_anything_cut_off_is_refused(plain, data):
    blob = box.encrypt(KEY, plain, HERE)
    with pytest.raises(box.Unreadable):
        box.decrypt(KEY, blob[: data.draw(st.integers(0, len(blob) - 1))], HERE)


@given(st.binary(max_size=200), st.binary(min_size=1, max_size=40))
def test_anything_added_is_refused(plain, more):
    with pytest.raises(box.Unreadable):
        box.decrypt(KEY, box.encrypt(KEY, plain, HERE) + more, HERE)


def test_another_key_does_not_open_it():
    with pytest.raises(box.Unreadable):
        box.decrypt(OTHER_KEY, box.encrypt(KEY, b"words", HERE), HERE)


parts = st.lists(st.one_of(st.text(max_size=8), st.integers(), st.uuids()), max_size=5)


@given(parts, parts)
def test_two_places_are_never_confused(one, other):
    same = [str(part) for part in one] == [str(part) for part in other]
    assert (box.place(*one) == box.place(*other)) == same


def test_the_same_words_never_look_the_same():
    assert len({box.encrypt(KEY, b"words", HERE) for _ in range(100)}) == 100


def test_it_adds_29_bytes():
    assert len(box.encrypt(KEY, b"x" * 1000, HERE)) == 1000 + box.OVERHEAD == 1029


def test_a_wrapped_key_opens_again_and_not_when_changed():
    wrapped = box.wrap(KEY)
    assert box.unwrap(wrapped) == KEY
    assert KEY not in wrapped
    with pytest.raises(box.Unreadable):
        box.unwrap(wrapped[:-1] + bytes([wrapped[-1] ^ 1]))


def test_what_belongs_to_the_installation_opens_for_its_purpose_alone():
    blob = box.lock("outbox", b"a mail")
    assert box.unlock("outbox", blob) == b"a mail"
    with pytest.raises(box.Unreadable):
        box.unlock("second factor", blob)


def test_each_purpose_has_a_key_of_its_own():
    assert len({box.derived(name) for name in ("keyring", "outbox", "other")}) == 3
