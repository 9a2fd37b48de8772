"""The pages of agreements of confidentiality and framework contracts."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from coachpractice import clock
from coachpractice.links.models import Link
from coachpractice.signing.actions import reading
from coachpractice.signing.proof import Visit
from contracts.accords import actions
from contracts.models import AccordState, ConfidentialityAgreement, FrameworkContract
from tests.clients.factories import ClientFactory
from tests.contracts.accords import (
    MAKE,
    address,
    agreement_of,
    concluded,
    framework_of,
    fresh,
    sent,
    signed,
    sponsor_of,
)
from tests.contracts.test_pages import counted
from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse
from tests.strange import STRANGE

BEGINS, ENDS = date(2026, 3, 1), date(2027, 2, 28)
TYPED = {
    "agreement": {
        "name": "Ismaël Sureau", "email": "ismael@interpretes.example", "purpose": "huit séances",
        "start_day": "01/12/2026", "end_day": "30/06/2027", "notice_days": "21", "language": "fr",
        "duty_years": "3",
    },
    "framework": {
        "fee_cents": "1 234,50", "fee_per": "coachee", "start_day": "01/12/2026",
        "end_day": "30/06/2027", "notice_days": "21", "language": "fr", "coachees_most": "6",
    },
}  # fmt: skip

both = pytest.mark.parametrize("kind", MAKE)


@pytest.fixture
def desk(client, coach, login):
    """Alice's browser; she signed the code."""
    return login(client, coach)


# From nothing to a mail


def test_from_the_list_to_an_agreement_on_its_way(desk, coach):
    assert "/contracts/agreements/new/" in desk.get(reverse("contracts:agreements")).text
    answer = desk.post(reverse("contracts:new-agreement"), {"capacity": "interpreter"})
    accord = ConfidentialityAgreement.objects.get()
    assert answer.url == address(accord, "draft")
    answer = desk.post(address(accord, "draft"), TYPED["agreement"] | {"check": "1"})
    assert answer.url == address(accord, "send")
    assert desk.post(address(accord, "send")).url == address(accord)
    accord = fresh(accord)
    assert (accord.state, accord.duty_years, accord.end_day) == (
        AccordState.SENT, 3, date(2027, 6, 30),
    )  # fmt: skip


def test_from_a_sponsor_to_a_framework_contract_on_its_way(desk, coach):
    sponsor = sponsor_of(coach)
    answer = desk.post(reverse("contracts:new-framework"), {"sponsor": str(sponsor.pk)})
    accord = FrameworkContract.objects.get()
    assert answer.url == address(accord, "draft")
    typed = TYPED["framework"] | {"contact": str(sponsor.contacts.get().pk), "check": "1"}
    assert desk.post(address(accord, "draft"), typed).url == address(accord, "send")
    assert desk.post(address(accord, "send")).url == address(accord)
    accord = fresh(accord)
    assert (accord.fee_cents, accord.fee_per, accord.coachees_most) == (123_450, "coachee", 6)
    assert accord.state == AccordState.SENT


def test_a_contact_and_a_client_are_chosen_by_name(desk, coach):
    contact, client = sponsor_of(coach).contacts.get(), ClientFactory(by=coach)
    posted = {"capacity": "hr-contact", "contact": str(contact.pk), "client": str(client.pk)}
    desk.post(reverse("contracts:new-agreement"), posted)
    accord = ConfidentialityAgreement.objects.get()
    assert (accord.name, accord.client) == (contact.name, client)


def test_with_a_client_one_says_which(desk, coach):
    answer = desk.post(reverse("contracts:new-agreement"), {"capacity": "client"})
    assert answer.status_code == 422
    assert 'id="id_client_error' in answer.text or "client" in answer.context["form"].errors
    client = ClientFactory(by=coach)
    posted = {"capacity": "client", "client": str(client.pk)}
    answer = desk.post(reverse("contracts:new-agreement"), posted)
    page = desk.get(answer.url)
    assert client.name in page.text
    assert 'name="email"' not in page.text


def test_people_of_another_coach_are_not_to_choose(desk, coach, bob):
    theirs = {"client": ClientFactory(by=bob), "contact": sponsor_of(bob).contacts.get()}
    for field, row in theirs.items():
        posted = {"capacity": "hr-contact", field: str(row.pk)}
        assert desk.post(reverse("contracts:new-agreement"), posted).status_code == 422
    posted = {"sponsor": str(theirs["contact"].sponsor_id)}
    assert desk.post(reverse("contracts:new-framework"), posted).status_code == 422
    assert ConfidentialityAgreement.objects.count() == FrameworkContract.objects.count() == 0


@both
def test_an_accord_is_seen_by_its_own_coach_alone(client, alice, bob, charlie, login, kind):
    accord = MAKE[kind](bob)
    for page in ("", "draft", "pdf", "send"):
        found = {bob: {200, 302}, alice: {404}, charlie: {404}}
        for member, statuses in found.items():
            assert login(client, member).get(address(accord, page)).status_code in statuses
    assert login(client, alice).post(address(accord, "renew")).status_code == 404


# Drafting


@both
def test_what_can_be_kept_is_kept_whatever_else_is_wrong(desk, coach, kind):
    accord = MAKE[kind](coach)
    typed = TYPED[kind] | {"end_day": "soon"}
    answer = desk.post(address(accord, "draft"), typed)
    assert answer.status_code == 422
    assert_valid_html(answer.text)
    assert fresh(accord).notice_days == 21


@both
def test_an_end_before_the_beginning_is_told_at_its_field(desk, coach, kind):
    accord = MAKE[kind](coach)
    answer = desk.post(address(accord, "draft"), TYPED[kind] | {"end_day": "30/11/2026"})
    assert list(answer.context["form"].errors) == ["end_day"]
    assert fresh(accord).end_day != date(2026, 11, 30)


@both
def test_htmx_gets_the_preview_and_the_rest_out_of_band(desk, coach, kind):
    accord = MAKE[kind](coach)
    answer = desk.post(address(accord, "draft"), TYPED[kind], headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert [mark in answer.text for mark in ('id="saved"', 'id="missing"', "<mark>21</mark>")] == [
        True, True, True,
    ]  # fmt: skip


@both
def test_what_was_sent_leads_to_its_page(desk, coach, kind):
    accord = sent(MAKE[kind](coach))
    for page in ("draft", "pdf", "send"):
        assert desk.get(address(accord, page)).url == address(accord)
    answer = desk.post(address(accord, "draft"), TYPED[kind], headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == address(accord)


@both
def test_the_paper_may_be_read_beforehand(desk, coach, kind):
    answer = desk.get(address(MAKE[kind](coach), "pdf"))
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.content.startswith(b"%PDF")


@both
def test_nothing_leaves_while_something_is_missing(desk, coach, kind):
    accord = MAKE[kind](coach, start_day=None)
    answer = desk.post(address(accord, "send"))
    assert answer.status_code == 409
    assert "#id_start_day" in answer.text
    assert fresh(accord).envelope is None


def test_a_client_s_name_in_the_purpose_is_warned_of(desk, coach):
    client = ClientFactory(by=coach, name="Odette Passerose")
    accord = agreement_of(coach, client=client, purpose="les séances d’Odette Passerose")
    assert "Votre client" in desk.get(address(accord, "send")).text or (
        len(desk.get(address(accord, "send")).context["warnings"]) == 1
    )
    actions.save(accord, by=coach, purpose="huit séances")
    assert desk.get(address(accord, "send")).context["warnings"] == []


# Renewing


@both
def test_it_is_renewed_by_its_button_once_that_is_there(desk, coach, kind):
    accord = concluded(MAKE[kind](coach, start_day=BEGINS, end_day=ENDS), on=BEGINS)
    button = address(accord, "renew")
    with clock.at(ENDS - timedelta(days=61)):
        assert button not in desk.get(address(accord)).text
        assert desk.post(button).url == address(accord)
    with clock.at(ENDS - timedelta(days=60)):
        assert button in desk.get(address(accord)).text
        answer = desk.post(button)
        made = type(accord).objects.get(follows=accord)
        assert answer.url == address(made, "draft")
        page = desk.get(address(accord)).text
        assert button not in page
        assert address(made) in page
        assert accord.number in desk.get(answer.url).text


# Lists and pages


def everything(coach):
    """Of each kind a draft, one with a question open, one to countersign and one in force."""
    for make in MAKE.values():
        make(coach)
        asked = sent(_another(make, coach))
        reading.ask(
            asked.envelope.parties.get(member=None), card="agreement", text="?", visit=Visit()
        )
        signed(_another(make, coach))
        concluded(_another(make, coach))


def _another(make, coach):
    return make(coach, sponsor_of(coach)) if make is framework_of else make(coach)


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_the_same_number_of_queries(desk, coach, count):
    """Of the application's database and of the keyring."""
    for _ in range(count):
        everything(coach)
    assert [counted(desk, reverse(f"contracts:{kind}s")) for kind in MAKE] == [(4, 1), (4, 1)]


@both
@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE)
def test_whatever_was_typed_is_shown_as_it_was_and_does_nothing(desk, coach, words, kind):
    if kind == "agreement":
        accord = agreement_of(coach, name=words, organisation=words, address=words, purpose=words)
    else:
        accord = framework_of(coach, sponsor_of(coach, name=words), payment_terms=words)
    for page in (address(accord, "draft"), address(accord, "send"), reverse(f"contracts:{kind}s")):
        html = desk.get(page).text
        assert_valid_html(html)
        assert escape(words) in html
        assert "<script>alert" not in html
    assert_valid_html(desk.get(address(sent(accord))).text)


def test_pages_are_sound_in_a_real_browser(desk, coach, open_page):
    words = STRANGE["one endless word"]
    drafts = [
        agreement_of(coach, name=words, organisation=words, purpose=words),
        framework_of(coach, sponsor_of(coach, name=words)),
    ]
    done = [concluded(agreement_of(coach)), signed(framework_of(coach))]
    page = open_page(width=360)
    asked = browse(page, desk)
    for target in (
        *(reverse(f"contracts:{kind}s") for kind in MAKE),
        *(reverse(f"contracts:new-{kind}") for kind in MAKE),
        *(address(accord, name) for accord in drafts for name in ("draft", "send")),
        *(address(accord) for accord in done),
    ):
        page.goto(ORIGIN + target)
        assert_page_is_sound(page)
    assert [each for each in asked if each["status"] >= 400] == []


# The other side


@both
def test_the_other_side_reads_and_signs_on_one_card(client, coach, open_page, kind):
    accord = sent(MAKE[kind](coach))
    party = accord.envelope.parties.get(member=None)
    client.post(f"/l/{Link.objects.get(purpose='sign', holder=party.pk).token}")
    page = open_page(width=360)
    asked = browse(page, client)

    def look(name):
        page.goto(ORIGIN + reverse(f"signing:{name}"))
        assert_page_is_sound(page)

    look("read")
    agreed = {"limits": "agree"}
    client.post(reverse("signing:card", args=["agreement"]), agreed | {"do": "clear"})
    for name, body in (
        ("choose", {"typed_name": party.name}),
        ("review", {"shown": party.text_sha256}),
    ):
        look(name)
        client.post(reverse(f"signing:{name}"), body)
    look("done")
    assert fresh(accord).state == AccordState.TO_COUNTERSIGN
    assert [each for each in asked if each["status"] >= 400] == []


# In other files


def test_a_sponsor_s_file_shows_its_framework_contracts(desk, coach):
    accord = framework_of(coach, sponsor_of(coach))
    other = framework_of(coach, sponsor_of(coach))
    html = desk.get(reverse("clients:sponsor", args=[accord.sponsor_id])).text
    assert_valid_html(html)
    assert [number in html for number in (accord.number, other.number)] == [True, False]
    answer = desk.post(reverse("contracts:new-framework"), {"sponsor": str(accord.sponsor_id)})
    assert answer.url == address(accord, "draft")


def test_a_client_s_file_shows_the_agreements_about_them(desk, coach):
    client = ClientFactory(by=coach)
    shown = [agreement_of(coach, client=client), agreement_of(coach, capacity="co-coach")]
    html = desk.get(reverse("clients:page", args=[client.pk])).text
    assert_valid_html(html)
    assert [accord.number in html for accord in shown] == [True, False]
