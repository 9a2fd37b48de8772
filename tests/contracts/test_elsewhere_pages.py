"""The pages on which a coach takes in what was signed elsewhere."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clients.actions.people import set_sponsor
from coachpractice import clock
from coachpractice.documents import seals
from coachpractice.jobs import actions as jobs
from coachpractice.vault import files
from contracts.models import Contract, TakenIn
from contracts.wording import CONSENTS
from tests.clients.factories import ClientFactory, GuardianFactory, SponsorFactory
from tests.contracts.elsewhere import taken_in
from tests.pages import assert_valid_html
from tests.scans import JPEG, LOCKED_PDF, PDF, ZIP

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def today():
    with clock.at(date(2026, 11, 23)):
        yield


@pytest.fixture
def desk(client, coach, login):
    coach.user.language = "en"
    coach.user.save()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return login(client, coach)


def url(name, row):
    return reverse(f"contracts:{name}", args=[row.pk])


def typed(**facts):
    return {
        "coach": "01/09/2026", "client": "02/09/2026", "start_day": "01/09/2026",
        "end_day": "31/08/2027", "sessions_count": "8", "fee_total_cents": "960",
        "objectives_count": "2", "language": "fr", "medium": "system", "system": "Signatou",
        "sections_work": ["objectives", "methods"], "sections_ending": ["stopping"],
        "limits": ["court-order", "danger-to-self"], "cards": ["work"], "code": "none",
        **dict.fromkeys(CONSENTS, "unasked"), "supervision-case": "no",
        "supervision-case_on": "03/09/2026", **facts,
    }  # fmt: skip


def scan(content=PDF, name="contrat.pdf"):
    return {"scan": SimpleUploadedFile(name, content)}


def faults(response):
    assert response.status_code == 422
    return set(response.context["form"].errors)


def test_what_is_typed_is_what_is_kept(desk, coach, settings):
    client = ClientFactory(by=coach)
    assert_valid_html(desk.get(url("take-in", client)).content.decode())
    answer = desk.post(url("take-in", client), {**typed(), **scan()})
    contract = Contract.objects.unlocked().get()
    assert answer.url == url("page", contract)
    taken = contract.taken_in
    assert contract.sections == " objectives methods stopping "
    assert (contract.fee_total_cents, contract.objectives_count) == (96_000, 2)
    assert (taken.cards, taken.limits) == (" work ", " court-order danger-to-self ")
    assert (taken.signed_on, taken.system, contract.edition) == (date(2026, 9, 2), "Signatou", None)
    [consent] = taken.consents.all()
    assert (consent.key, consent.given, consent.answered_on) == (
        "supervision-case", False, date(2026, 9, 3),
    )  # fmt: skip
    assert [(each.role, each.signed_on.day) for each in taken.signatories.all()] == [
        ("coach", 1), ("client", 2),
    ]  # fmt: skip
    page = desk.get(answer.url)
    assert_valid_html(page.content.decode())
    assert "The code of ethics was not handed over." in page.content.decode()


def test_nothing_is_chosen_beforehand(desk, coach):
    page = desk.get(url("take-in", ClientFactory(by=coach))).content.decode()
    assert page.count(" checked") == 1  # the language
    assert 'name="language"' in page


def test_somebody_who_has_no_file_may_have_signed(desk, coach):
    client = ClientFactory(by=coach)
    who = {"else_name": "<b>李</b> O'Neil", "else_role": "counterpart"}
    assert faults(desk.post(url("take-in", client), {**typed(**who), **scan()})) == {"else_day"}
    desk.post(url("take-in", client), {**typed(**who, else_day="05/09/2026"), **scan()})
    taken = TakenIn.objects.get()
    assert taken.signed_on == date(2026, 9, 5)
    assert taken.signatories.unlocked().last().name == who["else_name"]


@pytest.mark.parametrize(
    ("fault", "fields"),
    [
        ({"client": "24/11/2026"}, {"client"}),
        ({"client": "31/02/2026"}, {"client", "__all__"}),
        ({"client": ""}, {"__all__"}),
        ({"coach": ""}, {"coach"}),
        ({"end_day": "31/08/2026"}, {"end_day"}),
        ({"medium": ""}, {"medium"}),
        ({"system": ""}, {"system"}),
        ({"code": ""}, {"code"}),
        ({"supervision-case": ""}, {"supervision-case"}),
        ({"sections_work": ["strange"]}, {"sections_work"}),
        ({"supervision-case_on": "01/01/2030"}, {"supervision-case_on"}),
    ],
)
def test_a_fault_is_said_where_it_is_and_nothing_typed_is_lost(desk, coach, fault, fields):
    client = ClientFactory(by=coach)
    answer = desk.post(url("take-in", client), {**typed(**fault), **scan()})
    assert faults(answer) == fields
    page = answer.content.decode()
    assert "please choose the scan again" in page
    assert 'value="Signatou"' in page or fault == {"system": ""}
    assert 'value="960"' in page
    assert not Contract.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (ZIP, "not a PDF"),
        (LOCKED_PDF, "protected by a password"),
        (PDF + b"x" * 10 * 1024 * 1024, "over 10 MB"),
    ],
)
def test_a_scan_that_cannot_be_kept_is_refused_in_words(desk, coach, content, words):
    client = ClientFactory(by=coach)
    answer = desk.post(url("take-in", client), {**typed(), **scan(content)})
    assert faults(answer) == {"scan"}
    assert words in answer.content.decode()
    assert not TakenIn.objects.exists()


def test_a_scan_of_80_mb_is_refused_before_it_is_read(desk, coach):
    client = ClientFactory(by=coach)
    answer = desk.post(url("take-in", client), {**typed(), **scan(PDF + b"x" * 80_000_000)})
    assert answer.status_code == 413
    assert not TakenIn.objects.exists()


def test_a_second_click_takes_nothing_in_twice(desk, coach):
    client = ClientFactory(by=coach)
    desk.post(url("take-in", client), {**typed(), **scan()})
    assert faults(desk.post(url("take-in", client), {**typed(), **scan()})) == {"scan"}
    assert Contract.objects.count() == 1


def test_a_child_s_contract_without_a_parent_is_taken_in_and_says_what_is_missing(desk, coach):
    child = ClientFactory(by=coach, minor=True)
    parent = GuardianFactory(client=child)
    answer = desk.post(url("take-in", child), {**typed(), **scan()}, follow=True)
    assert "Nobody who may sign for your client has signed." in answer.content.decode()
    contract = Contract.objects.get()
    desk.post(url("correct-taken-in", contract), typed(**{f"signed-{parent.pk}": "02/09/2026"}))
    page = desk.get(url("page", contract)).content.decode()
    assert "Nobody who may sign" not in page
    assert parent.name in page


def test_who_pays_is_asked_where_an_organisation_may(desk, coach):
    sponsor = SponsorFactory(by=coach)
    client = ClientFactory(by=coach)
    set_sponsor(client, by=coach, sponsor=sponsor)
    page = desk.get(url("take-in", client)).content.decode()
    assert 'value="reporting"' in page
    desk.post(url("take-in", client), {**typed(sponsored="yes"), **scan()})
    contract = Contract.objects.get()
    assert contract.sponsor == sponsor
    assert contract.sponsor_expectations_given


def test_correcting_shows_what_was_said_and_keeps_the_scan(desk, coach):
    client = ClientFactory(by=coach)
    who = {"else_name": "Zoé", "else_role": "sponsor", "else_day": "05/09/2026"}
    desk.post(url("take-in", client), {**typed(**who), **scan(JPEG)})
    contract = Contract.objects.get()
    form = desk.get(url("correct-taken-in", contract)).context["form"]
    shown = {name: form[name].value() for name in typed(**who) if name != "system"}
    assert shown["sections_work"] == ["objectives", "methods", "stopping"]
    assert (shown["client"], shown["else_day"]) == (date(2026, 9, 2), date(2026, 9, 5))
    assert shown["supervision-case"] == "no"
    assert shown["supervision-case_on"] == date(2026, 9, 3)
    desk.post(url("correct-taken-in", contract), typed(sessions_count="6"))
    contract = Contract.objects.get()
    assert contract.sessions_count == 6
    assert files.read(contract.taken_in.scan) == JPEG
    assert TakenIn.objects.count() == 2


def test_taking_out_asks_first_and_says_how_to_bring_it_back(desk, coach):
    contract = taken_in(coach)
    assert_valid_html(desk.get(url("take-out", contract)).content.decode())
    assert Contract.objects.exists()
    answer = desk.post(url("take-out", contract), follow=True)
    assert "take it in again" in answer.content.decode()
    assert not Contract.objects.exists()


def test_the_lists_say_that_it_was_signed_elsewhere(desk, coach):
    contract = taken_in(coach)
    assert "signed elsewhere" in desk.get(reverse("contracts:list")).content.decode()
    page = desk.get(reverse("clients:page", args=[contract.client_id])).content.decode()
    assert "Taken in, signed elsewhere" in page
    assert "Yes, I agree" in page


def test_its_copy_and_scan_are_downloaded_by_its_coach_and_checked_by_anyone(
    desk, coach, settings, tmp_path, client
):
    settings.SEAL_FILE, settings.SEAL_ROOT_FILE = tmp_path / "seal.p12", tmp_path / "root.pem"
    seals.make("Coachpractice of the tests")
    contract = taken_in(coach)
    assert desk.get(url("taken-in-copy", contract)).status_code == 404
    jobs.run_due()
    pdf = desk.get(url("taken-in-copy", contract)).content
    assert pdf.startswith(b"%PDF")
    assert desk.get(url("taken-in-scan", contract)).content == PDF
    code = TakenIn.objects.get().code
    known = client.get(reverse("signing:verify-code", args=[code]), headers=ENGLISH)
    assert_valid_html(known.content.decode())
    assert "Copy of a document signed elsewhere, sealed" in known.content.decode()
    assert contract.client.name not in known.content.decode()
    file = {"file": SimpleUploadedFile("copy.pdf", pdf)}
    verdict = client.post(reverse("signing:verify-file"), file, headers=ENGLISH)
    assert "the copy sealed here of a document signed elsewhere" in verdict.content.decode()
    contract.refresh_from_db()
    desk.post(url("take-out", contract))
    known = client.get(reverse("signing:verify-code", args=[code]), headers=ENGLISH)
    assert "This copy no longer counts" in known.content.decode()


@pytest.mark.parametrize("name", ["page", "taken-in-scan", "correct-taken-in", "take-out"])
def test_another_coach_of_the_practice_does_not_know_it(client, login, bob, coach, name):
    contract = taken_in(coach)
    assert login(client, bob).get(url(name, contract)).status_code == 404
