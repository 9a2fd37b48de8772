import pytest

from coachpractice.documents.qr import qr_svg
from coachpractice.documents.verification_codes import PATTERN, find, new_code, normalise


def test_a_code_can_be_read_aloud_and_typed_back():
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(PATTERN.fullmatch(code) for code in codes)
    assert all(normalise(code.lower().replace("-", " ")) == code for code in codes)


@pytest.mark.parametrize("typed", ["", "K7QF", "K7QF-2M9X-T4H0", "K7QF-2M9X-T4HBB", "é" * 12])
def test_what_cannot_be_a_code_is_none(typed):
    assert normalise(typed) is None


def test_huge_input_is_cut_before_it_is_read():
    assert normalise("K" * 1_000_000) is None


def test_a_code_is_found_in_text():
    assert find("vérification K7QF-2M9X-T4HB, page 1") == "K7QF-2M9X-T4HB"
    assert find("nothing here") is None


def test_the_drawing_has_a_title_and_no_foreign_markup():
    svg = qr_svg('https://example.org/?"><script>', title='Code <b> & "QR"')
    assert svg.count("<title>Code &lt;b&gt; &amp; &quot;QR&quot;</title>") == 1
    assert "<script" not in svg
