import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from coachpractice import clock
from coachpractice.ethics import actions, papers, text
from coachpractice.ethics.models import Adoption
from tests.pages import assert_valid_html
from tests.scans import PNG

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def coach(client, alice, login):
    """Alice's own browser."""
    return login(client, alice)


def words(response):
    """The page's text, white space folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


# The code to read


def test_the_short_address_leads_to_the_edition_in_force(client, next_edition):
    response = client.get("/code/")
    assert (response.status_code, response.url) == (302, "/code/2031/")


def test_before_any_edition_there_is_no_code_to_read(client):
    assert client.get("/code/").status_code == 404
    assert client.get("/code/2023/").status_code == 404


def test_anyone_reads_every_clause_under_its_key(client, edition):
    page = client.get("/code/2023/").content.decode()
    assert_valid_html(page)
    for clause in edition.text.clauses:
        assert f'id="{clause.key}"' in page
        assert escape(clause.text) in page
        assert f'href="#{clause.key}"' in page
    for chapter in edition.text.chapters:
        assert f'href="#chapter-{chapter.number}"' in page
    assert escape(edition.text.closing) in page


def test_in_english_the_text_stands_in_french_with_our_labels_beside(client, edition):
    page = client.get("/code/2023/", headers=ENGLISH).content.decode()
    assert_valid_html(page)
    assert '<html lang="en">' in page
    assert len(re.findall(r'<p class="code-words" lang="fr">', page)) == 45
    assert "stands in French" in page
    assert "Regular supervision" in page
    assert escape(edition.text.by_key["supervised-regularly"].text) in page


def test_in_french_nothing_is_said_about_the_language(client, edition):
    page = client.get("/code/2023/").content.decode()
    assert "Supervision régulière" in page
    assert "Regular supervision" not in page


def test_a_member_reads_it_beside_their_side_bar(coach, edition):
    assert 'class="side"' in coach.get("/code/2023/").content.decode()


def test_an_older_edition_points_to_the_newer_one(client, next_edition):
    assert 'href="/code/2031/"' in client.get("/code/2023/").content.decode()
    assert "/code/2031/changes/" in client.get("/code/2031/").content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_an_edition_changed_is_shown_clause_by_clause(client, next_edition, language):
    response = client.get("/code/2031/changes/", headers={"accept-language": language})
    page = response.content.decode()
    assert_valid_html(page)
    assert "<ins>et à embellir </ins>" in page
    assert page.count('<li class="code-clause"') == 45
    assert response.context["counts"] == {
        "added": 1, "changed": 2, "moved": 1, "removed": 41, "unchanged": 1,
    }  # fmt: skip


def test_the_first_edition_has_nothing_to_compare_with(client, edition):
    response = client.get("/code/2023/changes/")
    assert_valid_html(response.content.decode())
    assert response.context["changes"] == []


# Signing here


def adopt_page(coach, step, **typed):
    return coach.post("/code/mine/sign/", {"step": step, **typed})


def test_one_types_looks_over_and_then_confirms(coach, alice, edition):
    assert_valid_html(coach.get("/code/mine/sign/").content.decode())
    review = adopt_page(coach, "review", place="Lyon", name="Alice Églantine")
    assert_valid_html(review.content.decode())
    assert Adoption.objects.count() == 0
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', review.content.decode())
    )
    hidden.pop("csrfmiddlewaretoken", None)
    done = adopt_page(coach, "confirm", **hidden)
    assert (done.status_code, done.url) == (302, "/code/mine/")
    adoption = Adoption.objects.visible_to(alice).standing().get()
    assert (adoption.place, adoption.name) == ("Lyon", "Alice Églantine")


def test_nobody_confirms_a_text_they_did_not_see(coach, edition, next_edition):
    response = adopt_page(coach, "confirm", place="Lyon", name="Alice", sha256=edition.sha256)
    assert response.templates[0].name == "ethics/review.html"
    assert response.context["shown"] == next_edition
    assert Adoption.objects.count() == 0


def test_what_was_typed_stays_after_a_fault_and_on_the_way_back(coach, edition):
    fault = adopt_page(coach, "review", place="", name="Alice <b>")
    assert_valid_html(fault.content.decode())
    assert 'value="Alice &lt;b&gt;"' in fault.content.decode()
    back = adopt_page(coach, "edit", place="Lyon", name="Alice <b>")
    assert back.templates[0].name == "ethics/adopt.html"
    assert 'value="Alice &lt;b&gt;"' in back.content.decode()


def test_two_clicks_sign_once(coach, edition):
    typed = {"place": "Lyon", "name": "Alice", "sha256": edition.sha256}
    for _ in range(2):
        assert adopt_page(coach, "confirm", **typed).status_code == 302
    assert Adoption.objects.count() == 1


# Signed elsewhere


def take_in(coach, **more):
    scan = SimpleUploadedFile("anything.exe", PNG, content_type="text/html")
    facts = {"edition": "2023", "place": "Lyon", "day": "2026-01-12", "name": "Alice", "scan": scan}
    return coach.post("/code/mine/elsewhere/", {**facts, **more})


def test_a_paper_is_taken_in_with_its_scan(coach, edition):
    assert_valid_html(coach.get("/code/mine/elsewhere/").content.decode())
    assert take_in(coach).status_code == 302
    adoption = Adoption.objects.get()
    assert (adoption.day, adoption.scan_kind) == (date(2026, 1, 12), "image/png")
    got = coach.get(reverse("ethics:scan", args=[adoption.pk]))
    assert (got.content, got["Content-Type"]) == (PNG, "image/png")
    assert got["Content-Disposition"] == 'attachment; filename="scan-2023.png"'


def test_a_file_of_another_kind_is_refused_and_the_facts_stay(coach, edition):
    script = SimpleUploadedFile("scan.pdf", b"<script>alert(1)</script>", "application/pdf")
    response = take_in(coach, scan=script)
    assert response.status_code == 200
    assert_valid_html(response.content.decode())
    assert list(response.context["form"].errors) == ["scan"]
    assert 'value="2026-01-12"' in response.content.decode()
    assert Adoption.objects.count() == 0


@pytest.mark.parametrize("day", ["2999-01-01", "12", ""])
def test_a_day_that_is_none_is_refused_at_its_field(coach, edition, day):
    assert list(take_in(coach, day=day).context["form"].errors) == ["day"]


# My code


@pytest.mark.parametrize("language", ["fr", "en"])
def test_my_code_says_where_i_stand(coach, alice, edition, adopt, next_code, language):
    alice.user.language = language
    alice.user.save()
    url = reverse("ethics:mine")
    nothing = coach.get(url)
    assert_valid_html(nothing.content.decode())
    assert reverse("ethics:adopt") in nothing.content.decode()
    adoption = adopt(alice, edition)
    signed = coach.get(url).content.decode()
    assert_valid_html(signed)
    assert reverse("ethics:adopt") not in signed
    assert reverse("ethics:signed-file", args=[adoption.pk]) in signed
    assert papers.public_url(adoption) in signed
    actions.load(next_code)
    again = coach.get(url).content.decode()
    assert_valid_html(again)
    assert "/code/2031/changes/" in again
    assert reverse("ethics:adopt") in again
    assert papers.public_url(adoption) in again


def test_before_the_seal_there_is_no_file_to_keep(coach, alice, edition, adopt):
    adoption = adopt(alice, edition, sealed=False)
    url = reverse("ethics:signed-file", args=[adoption.pk])
    assert url not in coach.get(reverse("ethics:mine")).content.decode()
    assert coach.get(url).status_code == 404


def test_the_sealed_file_is_mine_to_keep(coach, alice, edition, adopt):
    adoption = adopt(alice, edition)
    got = coach.get(reverse("ethics:signed-file", args=[adoption.pk]))
    assert got.content.startswith(b"%PDF-")
    assert got["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", ["signed-file", "scan"])
def test_nobody_else_gets_my_files(client, alice, bob, charlie, edition, login, page):
    adoption = actions.take_in(
        by=bob, edition=edition, place="Lyon", day=date(2026, 1, 12), name="Bob", scan=PNG
    )
    url = reverse(f"ethics:{page}", args=[adoption.pk])
    assert client.get(url).status_code == 302
    for other in (alice, charlie):
        assert login(client, other).get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_my_code_asks_the_same_number_of_queries(
    coach, alice, edition, next_code, count, django_assert_num_queries
):
    content = next_code.content()
    for year in range(2040, 2040 + count):
        newer, _ = actions.load(text.parse({**content, "edition": str(year)}))
        actions.take_in(
            by=alice, edition=newer, place="Lyon", day=date(2026, 1, 12), name="A", scan=PNG
        )
    with django_assert_num_queries(5), django_assert_num_queries(1, using="keyring"):
        coach.get(reverse("ethics:mine"))


# The public word


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_public_page_says_who_when_where_and_which_edition(
    client, alice, edition, adopt, language
):
    with clock.at(date(2026, 1, 12)):
        adoption = adopt(alice, edition)
    path = urlsplit(papers.public_url(adoption)).path
    response = client.get(path, headers={"accept-language": language})
    page = response.content.decode()
    assert_valid_html(page)
    day = {"fr": "12\u00a0janvier\u00a02026", "en": "12\u00a0January\u00a02026"}[language]
    for told in ("Alice Églantine", "Lyon", "2023", day, adoption.code):
        assert told in page
    assert reverse("signing:verify-code", args=[adoption.code]) in page
    assert "<svg" in page
    assert alice.user.email not in page


def test_the_public_page_of_a_paper_says_it_was_signed_elsewhere(client, alice, edition):
    adoption = actions.take_in(
        by=alice, edition=edition, place="Lyon", day=date(2026, 1, 12), name="Alice", scan=PNG
    )
    page = client.get(f"/code/signed/{adoption.code}/", headers=ENGLISH)
    assert "Signed elsewhere" in words(page)
    assert reverse("ethics:scan", args=[adoption.pk]) not in page.content.decode()


def test_a_code_is_understood_as_people_type_it(client, alice, edition, adopt):
    adoption = adopt(alice, edition, sealed=False)
    typed = adoption.code.replace("-", "").lower()
    assert client.get(f"/code/signed/{typed}/").status_code == 200


@pytest.mark.parametrize("typed", ["AAAA-AAAA-AAAA", "nothing", "x" * 300])
def test_an_unknown_code_is_no_page(client, edition, typed):
    assert client.get(f"/code/signed/{typed}/").status_code == 404


def test_a_signature_that_never_took_effect_is_no_page(client, alice, edition, adopt):
    adoption = adopt(alice, edition, sealed=False)
    Adoption.objects.filter(pk=adoption.pk).update(adopted_at=None, adopted_by=None)
    assert client.get(f"/code/signed/{adoption.code}/").status_code == 404


def test_nothing_typed_becomes_markup(client, alice, edition, adopt):
    adoption = adopt(alice, edition, sealed=False, name="<img src=x> {{ 7 }}", place="<i>Lyon")
    page = client.get(f"/code/signed/{adoption.code}/").content.decode()
    assert_valid_html(page)
    assert "<img src=x>" not in page
    assert escape("<img src=x> {{ 7 }}") in page
