"""The pages of changes and ends: the coach's, and the one a guest keeps."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.links.models import Link
from coachpractice.mail.models import OutboxMail
from coachpractice.registry.mails import MAILS
from coachpractice.signing.models import Consent
from contracts.changes import ending, following
from contracts.models import Contract, Ending, Suspension, Withdrawal
from tests.contracts.factories import concluded_by, draft_of, fresh
from tests.contracts.several import concluded_with, minor, party, sponsored
from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse

DAY = timedelta(days=1)


@pytest.fixture
def contract(coach):
    return concluded_by(coach)


@pytest.fixture
def desk(client, coach, login):
    return login(client, coach)


def door(party):
    return Link.objects.get(purpose="keep", holder=party.pk)


def guest_of(party):
    """A browser that came in by the link to this guest's own page."""
    browser = Client()
    answer = browser.post(f"/l/{door(party).token}")
    assert answer.url == reverse("kept:page")
    return browser


def client_of(contract):
    return contract.envelope.parties.select_related("envelope", "extract").get(role="client")


@pytest.fixture
def guest(contract):
    return guest_of(client_of(contract))


def shown(contract, **more):
    return {"shown": client_of(contract).text_sha256, **more}


def today(coach):
    return clock.today(coach.practice.timezone)


# The page a guest keeps


def test_the_link_stands_in_the_mail_with_the_sealed_copy(contract):
    from coachpractice.signing.actions import keeping

    assert keeping.address_of(client_of(contract)).endswith(door(client_of(contract)).token)


def test_the_page_shows_what_may_be_done(guest, contract):
    text = guest.get("/k/").content.decode()
    assert_valid_html(text)
    for name in ("document", "choices", "withdraw", "end"):
        assert reverse(f"kept:{name}") in text
    assert contract.number in text


def test_a_guest_changes_their_mind_and_it_is_dated_told_and_proved(guest, contract):
    answers = dict.fromkeys(("supervision-case", "accreditation-log", "file-if-unable"), "no")
    assert guest.post("/k/choices/", shown(contract, **answers)).status_code == 302
    rows = Consent.objects.filter(party=client_of(contract)).exclude(key="early-start")
    assert set(rows.values_list("given", flat=True)) == {False}
    assert OutboxMail.objects.filter(name="signing.choice-changed").count() == 1
    journal.seal(contract.envelope_id)
    events = [each["event"] for each in journal.of_proof(contract.envelope_id)]
    assert events[-3:] == ["consent-answered"] * 3


def test_what_does_not_change_is_not_told(guest, contract):
    answers = dict.fromkeys(("supervision-case", "accreditation-log", "file-if-unable"), "yes")
    guest.post("/k/choices/", shown(contract, **answers))
    assert not OutboxMail.objects.filter(name="signing.choice-changed").exists()


def test_withdrawing_takes_two_steps(guest, contract):
    said = shown(contract, name="Odette Passerose", receipt_to="odette@courriel.example")
    assert guest.get("/k/withdraw/").status_code == 200
    answer = guest.post("/k/withdraw/", said)
    assert (answer.status_code, Withdrawal.objects.count()) == (200, 0)
    assert 'name="step" value="confirm"' in answer.content.decode()
    assert guest.post("/k/withdraw/", {**said, "step": "confirm"}).status_code == 302
    assert Withdrawal.objects.count() == 1
    text = guest.get("/k/").content.decode()
    assert reverse("kept:end") not in text
    assert reverse("kept:withdraw") not in text


def test_after_the_last_day_the_page_says_so_and_names_ending(coach):
    contract = concluded_by(coach, on=today(coach) - 40 * DAY)
    guest = guest_of(client_of(contract))
    answer = guest.get("/k/withdraw/")
    assert answer.status_code == 409
    assert reverse("kept:end") in answer.content.decode()
    said = shown(contract, name="O", receipt_to="o@courriel.example", step="confirm")
    assert guest.post("/k/withdraw/", said).status_code == 409
    assert Withdrawal.objects.count() == 0


def test_a_guest_ends_it_and_sees_the_last_day(guest, contract):
    assert guest.post("/k/end/", shown(contract, reason="Merci.")).status_code == 302
    assert Ending.objects.unlocked("content").get().reason == "Merci."
    assert reverse("kept:end") not in guest.get("/k/").content.decode()
    assert guest.post("/k/end/", shown(contract)).url == reverse("kept:page")
    assert Ending.objects.count() == 1


def test_a_sponsor_neither_withdraws_nor_chooses(coach):
    contract = concluded_with(coach, sponsored(coach))
    sponsor = party(contract, "Aymar")
    text = guest_of(sponsor).get("/k/").content.decode()
    assert reverse("kept:end") in text
    assert reverse("kept:withdraw") not in text
    assert reverse("kept:choices") not in text


def test_a_form_of_another_contract_is_refused(coach, guest, contract):
    other = concluded_by(coach)
    answer = guest.post("/k/end/", shown(other, reason=""))
    assert answer.status_code == 409
    assert Ending.objects.count() == 0


def test_a_link_to_sign_does_not_open_the_page(contract):
    browser = Client()
    link = Link.objects.get(purpose="sign", holder=client_of(contract).pk)
    browser.post(f"/l/{link.token}")
    assert browser.get("/k/").url == reverse("links:none")


def test_an_old_link_has_a_new_one_sent(contract):
    link = door(client_of(contract))
    Link.objects.filter(pk=link.pk).update(expires_at=clock.now())
    assert Client().get(f"/l/{link.token}").status_code == 410
    Client().post(f"/l/{link.token}/new")
    assert OutboxMail.objects.filter(name="contracts.door").count() == 1
    assert door(client_of(contract)).is_open


def test_each_mail_can_be_written_in_both_languages(coach):
    for language in ("fr", "en"):
        one = concluded_with(coach, minor(coach), language=language)
        two = concluded_with(coach, minor(coach), language=language)
        guardian = party(one, "Rose")
        asked = ending.end_by_link(guardian, reason="", visit=_visit())
        row = _withdraw(party(two, "Rose"))
        ids = {
            "contracts.ending": {"ending": asked.pk, "party": guardian.pk},
            "contracts.ending-asked": {"ending": asked.pk},
            "contracts.withdrawal-receipt": {"withdrawal": row.pk},
            "contracts.withdrawn": {"withdrawal": row.pk, "party": client_of(two).pk},
            "contracts.withdrawal-declared": {"withdrawal": row.pk},
            "contracts.door": {"party": guardian.pk},
            "signing.choice-changed": {"party": guardian.pk},
        }
        for name, given in ids.items():
            from coachpractice.mail.actions import message

            letter = MAILS.get(name).write(**{key: str(pk) for key, pk in given.items()})
            plain = message(letter, "<x@example.org>").body
            assert "{{" not in plain
            assert ("Vous recevez" in plain) is (letter.language == "fr")


def _visit():
    from coachpractice.signing.proof import Visit

    return Visit()


def _withdraw(guardian):
    from contracts.changes import withdrawing

    said = {"name": "Rose Passerose", "receipt_to": "rose@famille.example"}
    return withdrawing.withdraw(guardian, visit=_visit(), **said)


# The coach's pages


def url(name, contract):
    return reverse(f"contracts:{name}", args=[contract.pk])


def test_the_coach_ends_settles_and_the_page_says_so(desk, coach, contract):
    text = desk.get(url("end", contract)).content.decode()
    assert_valid_html(text)
    assert escape(client_of(contract).name) in text
    asked = {"asker": "client", "asked_on": today(coach).isoformat()}
    assert desk.post(url("end", contract), asked).url == url("page", contract)
    assert url("settle", contract) in desk.get(url("page", contract)).content.decode()
    assert_valid_html(desk.get(url("settle", contract)).content.decode())
    desk.post(url("settle", contract), {"note": "Rien à rembourser."})
    assert Ending.objects.get().settled_at
    assert url("settle", contract) not in desk.get(url("page", contract)).content.decode()


def test_a_last_day_before_today_is_refused_at_its_field(desk, coach, contract):
    yesterday = (today(coach) - DAY).isoformat()
    asked = {"asker": "client", "asked_on": yesterday, "last_day": yesterday}
    answer = desk.post(url("end", contract), asked)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["asked_on"]) or (
        list(answer.context["form"].errors) == ["last_day"]
    )


def test_a_withdrawal_by_mail_is_recorded(desk, coach, contract):
    assert_valid_html(desk.get(url("withdrawn", contract)).content.decode())
    desk.post(url("withdrawn", contract), {"declared_on": today(coach).isoformat()})
    assert Withdrawal.objects.get().how == "word"
    assert fresh(contract).withdrawn_at


def test_a_break_is_noted_and_ended(desk, coach, contract):
    assert_valid_html(desk.get(url("suspend", contract)).content.decode())
    day = today(coach).isoformat()
    desk.post(url("suspend", contract), {"starts": day, "agreed_on": day})
    assert Contract.objects.with_state(today(coach)).get().state == "suspended"
    desk.post(url("resume", contract))
    assert Suspension.objects.count() == 0  # it began today


def test_an_amendment_opens_on_the_drafting_page(desk, contract):
    answer = desk.post(url("amend", contract), follow=True)
    draft = Contract.objects.get(amends=contract)
    assert answer.redirect_chain[0][0] == url("draft", draft)
    assert answer.status_code == 200
    assert url("page", draft) in desk.get(url("page", contract)).content.decode()


def test_too_early_to_renew_is_said(desk, contract):
    answer = desk.post(url("renew", contract), follow=True)
    (told,) = answer.context["messages"]
    assert told.level_tag == "error"


def test_what_one_thinks_of_a_third_renewal_is_asked_before_sending(desk, coach):
    draft = draft_of(coach)
    Contract.objects.filter(pk=draft.pk).update(renewal=3)
    page = url("dependence", draft)
    assert page in desk.get(url("send", draft)).content.decode()
    assert_valid_html(desk.get(page).content.decode())
    assert desk.post(page, {"text": ""}).status_code == 422
    assert desk.post(page, {"text": "Elle décide seule."}).url == url("send", draft)
    assert page not in desk.get(url("send", draft)).content.decode()


def test_the_history_is_one_time_line(desk, coach, contract):
    following.amend(contract, by=coach)
    ending.end(contract, by=coach, asker="client")
    moments = desk.get(url("page", contract)).context["moments"]
    assert len(moments) >= 5
    assert [each.at for each in moments] == sorted((m.at for m in moments), reverse=True)


@pytest.mark.parametrize("name", ["end", "withdrawn", "suspend", "page"])
def test_the_coach_s_pages_are_sound(desk, contract, open_page, name):
    page = open_page(width=1280)
    browse(page, desk)
    page.goto(ORIGIN + url(name, contract))
    assert_page_is_sound(page)


@pytest.mark.parametrize("name", ["page", "choices", "withdraw", "end"])
def test_the_guest_s_pages_are_sound(guest, open_page, name):
    page = open_page(width=360)
    browse(page, guest)
    page.goto(ORIGIN + reverse(f"kept:{name}"))
    assert_page_is_sound(page)
