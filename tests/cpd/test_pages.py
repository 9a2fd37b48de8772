from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from coachpractice.documents.scans import SUFFIXES
from cpd import actions, listing
from cpd.models import BodyMembership, InsurancePolicy, Qualification
from tests.cpd.factories import FACTS, TODAY, insured, member_of, on_file, qualified
from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse
from tests.scans import JPEG, LOCKED_PDF, NO_PDF, PDF, PNG, ZIP
from tests.strange import STRANGE

pytestmark = pytest.mark.django_db

MODELS = [InsurancePolicy, BodyMembership, Qualification]
TYPED = {
    InsurancePolicy: {
        "insurer": "Mutuelle", "number": "77-1", "countries": ["FR", "CH"],
        "since": "01/01/2026", "until": "31/12/2026",
    },
    BodyMembership: {"body": "ICF France", "since": "01/01/2024"},
    Qualification: {
        "name": "Coach", "awarded_by": "École", "since": "30/06/2019", "shown": "on",
    },
}  # fmt: skip


@pytest.fixture
def desk(client, alice, login):
    """Alice's browser, in English."""
    alice.user.language = "en"
    alice.user.save()
    return login(client, alice)


def url(page, row):
    return reverse(f"cpd:{page}", args=[row.kind, row.pk])


def rows(answer):
    return [
        [(str(row.row.title), row.look, row.when, row.renewable) for row in section.rows]
        for section in answer.context["sections"]
    ]


# One's own


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("page", ["change", "renew", "remove", "proof"])
def test_they_are_seen_by_their_own_coach_alone(client, alice, bob, charlie, login, model, page):
    mine = on_file(model, bob)
    answers = {}
    for member in (bob, alice, charlie):
        answers[str(member)] = login(client, member).get(url(page, mine)).status_code
    client.logout()
    answers["nobody"] = client.get(url(page, mine)).status_code
    assert list(answers.values()) == [200, 404, 404, 302]


@pytest.mark.parametrize("page", ["change", "renew", "remove"])
def test_nobody_touches_another_s(client, alice, bob, login, page):
    mine = insured(bob)
    answer = login(client, alice).post(url(page, mine), TYPED[InsurancePolicy])
    assert answer.status_code == 404
    assert InsurancePolicy.objects.get().insurer == "Mutuelle des Sept Rives"


def test_the_page_shows_one_s_own(client, alice, bob, charlie, login):
    for coach in (alice, bob, charlie):
        insured(coach, insurer=f"De {coach}")
    answer = login(client, bob).get("/standing/")
    assert [row[0] for row in rows(answer)[0]] == ["De Bob Capucine"]


@pytest.mark.parametrize("kind", ["car", "insurances", "INSURANCE"])
def test_there_is_no_other_kind(desk, alice, kind):
    row = insured(alice)
    assert desk.get(f"/standing/{kind}/new/").status_code == 404
    assert desk.get(f"/standing/{kind}/{row.pk}/").status_code == 404
    assert desk.get(f"/standing/membership/{row.pk}/").status_code == 404


# Adding, changing, renewing, removing


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("proof", [PDF, PNG, JPEG, None])
def test_it_is_put_on_file_from_one_page(desk, model, proof):
    typed = dict(TYPED[model])
    if proof:
        typed["proof"] = SimpleUploadedFile("proof.bin", proof)
    answer = desk.post(reverse("cpd:add", args=[model.kind]), typed)
    assert (answer.status_code, answer.url) == (302, "/standing/")
    row = model.objects.get()
    got = desk.get(url("proof", row))
    if proof is None:
        assert got.status_code == 404
        return
    assert got.content == proof
    assert got["Content-Type"] == row.proof_kind
    name = f"{model.kind}-{row.since}.{SUFFIXES[row.proof_kind]}"
    assert got["Content-Disposition"] == f'attachment; filename="{name}"'
    assert got["Cache-Control"] == "no-store"


@pytest.mark.parametrize("proof", [ZIP, NO_PDF, LOCKED_PDF, b""])
def test_a_proof_that_cannot_be_kept_is_refused_and_nothing_typed_is_lost(desk, proof):
    typed = TYPED[InsurancePolicy] | {"proof": SimpleUploadedFile("scan.pdf", proof)}
    answer = desk.post("/standing/insurance/new/", typed)
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, ["proof"])
    assert [form[name].value() for name in ("insurer", "since")] == ["Mutuelle", "01/01/2026"]
    assert "choose the proof again" in answer.content.decode()
    assert_valid_html(answer.content.decode())
    assert InsurancePolicy.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"until": "31/12/2025"}, "until"), ({"until": ""}, "until"),
        ({"countries": []}, "countries"),
        ({"countries": ["XX"]}, "countries"), ({"insurer": "x" * 300}, "insurer"),
        ({"insurer": "a\x00b"}, "insurer"), ({"since": "31/02/2026"}, "since"),
        ({"until": "01/01/9999"}, "until"),
    ],
)  # fmt: skip
def test_bad_input_is_answered_at_its_field(desk, typed, field):
    answer = desk.post("/standing/insurance/new/", TYPED[InsurancePolicy] | typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert_valid_html(answer.content.decode().replace("\x00", ""))
    assert InsurancePolicy.objects.count() == 0


def test_the_form_of_a_change_is_filled_in(desk, alice):
    row = insured(alice, countries=["BE", "FR"])
    form = desk.get(url("change", row)).context["form"]
    assert form["countries"].value() == ["BE", "FR"]
    assert form["until"].value() == date(2027, 12, 31)
    answer = desk.post(url("change", row), TYPED[InsurancePolicy])
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.insurer, row.proof_kind) == ("Mutuelle", "application/pdf")


@pytest.mark.parametrize("model", MODELS)
def test_a_renewal_begins_the_day_after_and_asks_for_its_own_end(desk, alice, model):
    older = on_file(model, alice)
    form = desk.get(url("renew", older)).context["form"]
    assert (form["since"].value(), form["until"].value()) == (date(2028, 1, 1), None)
    days = {"since": "01/01/2028", "until": "31/12/2028"}
    assert desk.post(url("renew", older), TYPED[model] | days).status_code == 302
    assert model.objects.not_renewed().get().follows == older
    again = desk.post(url("renew", older), TYPED[model] | days)
    assert again.status_code == 422
    assert model.objects.count() == 2


def test_what_was_renewed_offers_no_second_renewal(desk, alice):
    older = insured(alice)
    assert url("renew", older) in desk.get(url("change", older)).content.decode()
    actions.renew(
        older,
        by=alice,
        **(FACTS[InsurancePolicy] | {"since": date(2028, 1, 1), "until": date(2028, 2, 1)}),
    )
    assert url("renew", older) not in desk.get(url("change", older)).content.decode()


def test_removing_asks_before(desk, alice):
    row = qualified(alice)
    asked = desk.get(url("remove", row))
    assert_valid_html(asked.content.decode())
    assert Qualification.objects.count() == 1
    assert desk.post(url("remove", row)).status_code == 302
    assert Qualification.objects.count() == 0


# The page


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        ({"since": TODAY + timedelta(1)}, ("idle", "begins on 24\xa0November\xa02026", False)),
        ({"since": TODAY}, ("kept", "until 31\xa0December\xa02027", False)),
        ({"until": TODAY + timedelta(61)}, ("kept", "until 23\xa0January\xa02027", False)),
        ({"until": TODAY + timedelta(60)}, ("due", "until 22\xa0January\xa02027", True)),
        ({"until": TODAY}, ("due", "until 23\xa0November\xa02026", True)),
        ({"until": TODAY - timedelta(1)}, ("missing", "since 23\xa0November\xa02026", True)),
    ],
)
def test_each_row_says_how_it_stands(desk, alice, facts, row):
    insured(alice, **facts)
    qualified(alice, **facts)
    member_of(alice, **facts)
    left = ("idle", *row[1:]) if row[0] == "missing" else row  # a membership left behind
    shown = [section[0][1:] for section in rows(desk.get("/standing/"))]
    assert shown == [row, left, row]


def test_what_has_no_end_says_so(desk, alice):
    member_of(alice, until=None)
    assert rows(desk.get("/standing/"))[1] == [("EMCC France", "kept", "no end date", False)]


def test_a_lapsed_title_that_is_not_shown_is_quiet(desk, alice):
    qualified(alice, until=TODAY - timedelta(1), shown=False)
    assert [row[1] for row in rows(desk.get("/standing/"))[2]] == ["idle"]


def test_what_was_renewed_stands_below_and_asks_nothing(desk, alice):
    older = insured(alice, until=TODAY - timedelta(1))
    actions.renew(older, by=alice, **(FACTS[InsurancePolicy] | {"since": TODAY, "number": "78"}))
    assert [row[1:] for row in rows(desk.get("/standing/"))[0]] == [
        ("kept", "until 31\xa0December\xa02027", False),
        ("idle", "until 22\xa0November\xa02026", False),
    ]


def test_a_policy_that_another_goes_on_after_asks_nothing(desk, alice):
    insured(alice, until=TODAY - timedelta(9), countries=["FR", "BE"])
    insured(alice, since=TODAY - timedelta(3), until=TODAY + timedelta(5), countries=["FR"])
    looks = lambda: [row[1::2] for row in rows(desk.get("/standing/"))[0]]  # noqa: E731
    assert looks() == [("due", True), ("missing", True)]
    insured(alice, since=TODAY, countries=["FR", "BE", "CH"])
    assert looks() == [("kept", False), ("kept", False), ("idle", False)]


def test_what_contracts_name_without_proof_is_marked(desk, alice):
    member_of(alice, proof=None)
    qualified(alice, proof=None, shown=False)
    insured(alice, proof=None)
    marked = [
        [row.unproved for row in section.rows]
        for section in desk.get("/standing/").context["sections"]
    ]
    assert marked == [[False], [True], [False]]


def test_words_typed_in_the_profile_are_shown_until_something_is_on_file(desk, alice):
    alice.profile.credentials = "coach depuis 2010"
    alice.profile.save()
    assert "coach depuis 2010" in desk.get("/standing/").content.decode()
    qualified(alice)
    assert "coach depuis 2010" not in desk.get("/standing/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries(desk, alice, count):
    for _ in range(count):
        for model in MODELS:
            on_file(model, alice)
    with (
        CaptureQueriesContext(connections["default"]) as asked,
        CaptureQueriesContext(connections["keyring"]) as keys,
    ):
        answer = desk.get("/standing/")
    assert [len(section) for section in rows(answer)] == [count] * 3
    assert (len(asked), len(keys)) == (7, 1)


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE)
def test_whatever_was_typed_is_shown_and_does_nothing(desk, alice, words):
    kept = words[:100]
    row = member_of(alice, body=kept or "x", level=kept, number=kept)
    for page in ("/standing/", url("change", row), url("renew", row), url("remove", row)):
        html = desk.get(page).content.decode()
        assert_valid_html(html)
        assert escape(row.body) in html
        assert "<script>alert" not in html


@pytest.mark.parametrize(
    ("language", "width"),
    [
        ("fr", 360),
        ("en", 1280),
        pytest.param("en", 360, marks=pytest.mark.slow),
        pytest.param("fr", 1280, marks=pytest.mark.slow),
    ],
)
def test_every_page_is_sound(desk, alice, open_page, language, width):
    alice.user.language = language
    alice.user.save()
    browse(page := open_page(width=width, language=language), desk)
    page.goto(f"{ORIGIN}/standing/")
    assert_page_is_sound(page)
    row = insured(alice, until=TODAY + timedelta(20))
    insured(
        alice,
        insurer="Une mutuelle au nom bien long " * 3,
        until=TODAY - timedelta(1),
        since=date(2025, 1, 1),
    )
    qualified(alice, proof=None)
    member_of(alice, until=None)
    paths = ["/standing/", "/standing/membership/new/", "/standing/qualification/new/"]
    for path in [*paths, url("change", row), url("renew", row), url("remove", row)]:
        page.goto(f"{ORIGIN}{path}")
        assert_page_is_sound(page)


def test_every_kind_has_its_words():
    assert set(listing.WORDINGS) == {model.kind for model in MODELS}
