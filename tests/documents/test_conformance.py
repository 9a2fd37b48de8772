"""A sealed paper keeps both standards, by checkers that are not ours."""

import re
import subprocess

import page
import pytest

from coachpractice.documents import sealing

from . import samples
from .conftest import EVIDENCE

STRANGE = {
    "long": "x" * 300,
    "many words": "Marie " * 200,
    "right to left": "محمد بن عبد الله",
    "no font for it": "李小龙 Zoé 😀",
    "turned around": "Jean\u202egnirts\u202c",
    "control characters": "a\x00b\x07c\u200bd\ufffe",
    "private use": "a\ue000b",
    "many marks": "Z̷̢̛a̵l̴g̶o̷" * 10,
    "markup": '</p><img src="http://198.51.100.1/a.png"><script>alert(1)</script>',
    "template": '{{ settings.SECRET_KEY }}{% include "x" %}',
}


def broken_rules(pdf):
    found = []
    for profile in ("3a", "ua1"):
        result = page.validate_pdf_bytes(pdf, profile=profile)
        found += [(failure.rule_id, failure.message) for failure in result.failures]
    return found


def test_a_sealed_paper_breaks_no_rule_of_pdf_a_3a_and_pdf_ua_1(paper):
    assert broken_rules(paper) == []


def test_what_is_presented_for_signing_keeps_them_too(papers):
    read = sealing.presented(samples.html("contract", samples.contract()), at=samples.AT)
    assert broken_rules(read) == []
    assert b"/FT /Sig" not in read  # nobody is asked to sign in a PDF reader
    assert broken_rules(papers.presented) == []


def test_a_specimen_keeps_them_and_says_so_on_every_page(tmp_path):
    pdf = sealing.prepared(samples.html("contract", samples.contract(specimen=True)), at=samples.AT)
    assert broken_rules(pdf) == []
    pages = text(pdf, tmp_path).rstrip("\f").split("\f")
    assert len(pages) == 3
    assert [
        sheet.lower().count("specimen") + sheet.lower().count("spécimen") > 0 for sheet in pages
    ] == [True, True, True]


@pytest.mark.parametrize("name", STRANGE.values(), ids=STRANGE.keys())
def test_no_name_can_break_a_rule(name):
    paper = samples.contract(title=name, author=name, foot=name[:90])
    paper["parties"][0]["name"] = paper["signatures"][0]["hand"] = name
    paper["proof"]["rows"] = [[name[:100], name]]
    pdf = sealing.prepared(samples.html("contract", paper), at=samples.AT)
    assert broken_rules(pdf) == []


def test_streams_that_end_in_a_carriage_return_are_stored_otherwise():
    """About one paper in twenty has such a stream: attach many small files to have some."""
    for number in range(40):
        pdf = sealing.assemble(
            "<html lang='fr'><title>t</title><p>t",
            presented=str(number).encode(),
            evidence=b"{%d}\r" % number,
            at=samples.AT,
        )
        assert b"\r\nendstream" not in pdf
    assert broken_rules(pdf) == []


def test_pdfsig_finds_the_seal_valid_over_the_whole_document(paper, tmp_path):
    said = run("pdfsig", "-nocert", write(tmp_path, paper))
    assert re.findall(r"Signature Validation: (.*)", said) == ["Signature is Valid."]
    assert said.count("Total document signed") == 1
    assert "Not total document signed" not in said


def test_qpdf_finds_nothing_to_say(paper, tmp_path):
    said = run("qpdf", "--check", write(tmp_path, paper))
    assert "No syntax or stream encoding errors found" in said
    assert "WARNING" not in said


def test_what_was_presented_comes_back_byte_for_byte(papers, tmp_path):
    run("pdfdetach", "-saveall", "-o", str(tmp_path), write(tmp_path, papers.contract))
    assert (tmp_path / sealing.PRESENTED).read_bytes() == papers.presented
    assert (tmp_path / sealing.PROOF).read_bytes() == EVIDENCE


def test_every_clause_of_the_code_can_be_read_back_word_for_word(papers, tmp_path):
    read = fold(text(papers.code, tmp_path))
    edition = samples.edition()
    clauses = [
        clause
        for chapter in edition["chapters"]
        for section in chapter["sections"]
        for clause in section["clauses"]
    ]
    words = [clause["text"] for clause in clauses]
    words += [clause["lead"] for clause in clauses if clause.get("lead")]
    words += [chapter["title"] for chapter in edition["chapters"]]
    words += [edition["title"], edition["closing"]]
    assert len(clauses) == 45
    assert [part for part in words if fold(part) not in read] == []


@pytest.mark.parametrize("filling", range(3))
def test_compounds_stay_on_one_line_wherever_the_line_ends(filling, tmp_path):
    compound = "eux-mêmes et/ou non-verbale"
    clause = " ".join(["mot" + "s" * filling, compound] * 12)
    paper = samples.code()
    paper["chapters"][0]["sections"][0]["clauses"][0]["text"] = clause
    pdf = sealing.prepared(samples.html("code", paper), at=samples.AT)
    assert fold(text(pdf, tmp_path)).count(compound) == 12


def text(pdf, folder):
    return run("pdftotext", write(folder, pdf), "-")


def fold(words):
    return re.sub(r"\s+", " ", words).strip()


def write(folder, pdf):
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return str(path)


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
