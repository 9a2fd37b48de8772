"""What somebody would try who wishes us ill."""

import logging
import re
from unittest import mock

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from coachpractice import clock
from coachpractice.audit.models import Entry
from coachpractice.jobs import actions as jobs
from coachpractice.links.access import enter
from coachpractice.links.models import Link
from coachpractice.mail import outbox
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import concluding, sending
from coachpractice.signing.models import EnvelopeState
from coachpractice.signing.proof import Visit
from tests.access.table import ROWS
from tests.access.world import ROLES, World
from tests.factories import PASSWORD
from tests.scans import PDF

pytestmark = pytest.mark.django_db


# Forgery -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", [name for name, row in ROWS.items() if any(c[1] == "302" for c in row.values())]
)
def test_nothing_is_done_without_the_token_against_forgery(world, url):
    role = next(role for role in ROLES if ROWS[url][role][1] == "302")
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = world.browser(role, url).cookies
    assert browser.post(world.address(url), world.body(url)).status_code == 403


def test_a_page_of_another_site_cannot_send_for_a_coach(world):
    """With a stolen token even: the origin does not fit."""
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = world.browser("alice", "clients:add").cookies
    page = browser.get(reverse("clients:add")).text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    body = {**world.body("clients:add"), "csrfmiddlewaretoken": token}
    headers = {"origin": "https://evil.example"}
    assert browser.post(reverse("clients:add"), body, headers=headers).status_code == 403
    assert browser.post(reverse("clients:add"), body).status_code == 302


# Links ---------------------------------------------------------------------------------------


def come_in(link: Link) -> Client:
    browser = Client()
    request = mock.Mock(session=browser.session)
    enter(request, link)
    request.session.save()
    browser.cookies["sessionid"] = request.session.session_key
    return browser


def test_a_link_for_one_purpose_opens_no_page_of_another(world):
    party = world.party(world.sent)
    other = Link(
        practice=world.alice.practice,
        purpose="something-else",
        holder=party.pk,
        expires_at=clock.now() + sending.LIFE,
    )
    other.save()
    assert come_in(other).get("/s/").url == "/l/"
    assert come_in(world.link(world.sent)).get("/s/").status_code == 200


def test_whoever_is_inside_is_out_once_the_link_is_closed(world):
    browser = world.browser("guest", "signing:read")
    assert browser.get("/s/").status_code == 200
    sending.void(world.sent.envelope, by=world.alice)
    assert browser.get("/s/").url == "/l/"
    assert browser.get("/s/document.pdf").url == "/l/"


def test_whoever_is_inside_is_out_once_a_newer_link_was_sent(world):
    browser = world.browser("guest", "signing:read")
    sending.invite_again(world.party(world.sent), by=world.alice)
    assert browser.get("/s/").url == "/l/"


def test_a_session_name_given_to_a_guest_beforehand_is_worth_nothing(world):
    planted = Client()
    session = planted.session
    session["x"] = 1
    session.save()
    planted.cookies["sessionid"] = session.session_key
    assert planted.post(f"/l/{world.link(world.sent).token}").status_code == 302
    assert planted.session.session_key != session.session_key
    attacker = Client()
    attacker.cookies["sessionid"] = session.session_key
    assert attacker.get("/s/").url == "/l/"


def test_nobody_who_holds_an_old_link_can_shut_out_somebody_who_has_signed(world):
    """Rosa's colleague holds her first mail: asking for a new link sends none and shuts nothing."""
    browser = world.browser("guest", "signing:choose")
    assert browser.post("/s/choices/", world.body("signing:choose")).status_code == 302
    assert browser.post("/s/review/", world.body("signing:review")).status_code == 302
    Client().post(f"/l/{world.old_token}/new")
    assert browser.get("/s/done/").status_code == 200


def test_of_two_signatures_of_one_person_one_counts(world):
    """Two windows, both past every page, send at once: the second finds the first."""
    party, shown = world.party(world.ready), world.ready.envelope.text_sha256
    assert concluding.sign(party, shown_sha256=shown, visit=Visit()) is True
    with pytest.raises(Refused):
        concluding.sign(party, shown_sha256=shown, visit=Visit())
    assert Entry.objects.filter(event="party-signed", actor=party.pk, object=party.pk).count() == 1


# Other people's things -----------------------------------------------------------------------


def test_nobody_closes_the_session_of_another(world):
    browser = world.browser("bob", "accounts:close-session")
    browser.post(world.address("accounts:close-session"))
    assert UserSession.objects.filter(pk=world.session.pk).exists()
    assert world.browsers["alice"].get("/clients/").status_code == 200


def test_nobody_drafts_with_a_client_named_in_the_body(world):
    browser = world.browser("bob", "contracts:new")
    answer = browser.post("/contracts/new/", {"client": str(world.odette.pk)})
    assert answer.status_code == 422
    assert world.odette.contracts.filter(coach=world.bob).count() == 0


def test_nobody_joins_by_an_invitation_to_another_address(world):
    path = world.address("practices:join")
    answer = world.browser("charlie", "practices:join").post(path, world.body("practices:join"))
    assert answer.status_code == 200
    assert Membership.objects.filter(user=world.charlie.user).count() == 1


@pytest.mark.parametrize("act", ["countersign", "take-back", "seal-again", "envelope-document"])
def test_the_pages_of_an_envelope_stand_for_a_signed_code_too(world, act):
    """An envelope that was never a contract: whatever the page says, it is no fault, and the
    signature stands."""
    path = reverse(f"envelopes:{act}", args=[world.adoption.envelope_id])
    browser = world.browser("alice", "clients:list")
    for answer in (browser.get(path), browser.post(path, {"typed_name": "A", "shown": ""})):
        assert answer.status_code < 500
    envelope = type(world.adoption.envelope).objects.get(pk=world.adoption.envelope_id)
    assert envelope.state == EnvelopeState.SEALED


# Addresses -----------------------------------------------------------------------------------

ELSEWHERE = (
    "//evil.example/", "https://evil.example", "/\\evil.example", "http:///evil.example",
    "javascript:alert(1)", "\x08//evil.example", "https:evil.example",
)  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_page_leads_away(world, address):
    seen = [
        Client().post("/language/", {"language": "en", "next": address}),
        Client().post(
            "/account/login/",
            {"login": "bob@example.org", "password": PASSWORD, "next": address},
        ),
        world.browser("alice", "x").post(
            f"/account/confirm/?next={address}", {"password": PASSWORD, "next": address}
        ),
    ]
    assert [answer.headers["Location"] for answer in seen] == ["/", "/", "/"]


@override_settings(ALLOWED_HOSTS=["*"])
def test_no_mail_and_no_paper_repeats_the_host_somebody_asked_for(world):
    evil = {"headers": {"host": "evil.example"}}
    Client().post("/account/password/reset/", {"email": "alice@example.org"}, **evil)
    Client().post("/account/signup/", {"email": "zoe@example.org"}, **evil)
    Client().post(f"/l/{world.link(world.sent).token}/new", **evil)
    alice = world.browser("alice", "x")
    alice.post("/settings/team/invite/", {"email": "g@example.org", "role": "coach"}, **evil)
    seen = len(outbox.read_all())
    jobs.run_due()
    letters = outbox.read_all()
    assert len(letters) >= seen + 4
    assert not any(b"evil.example" in mail.as_bytes() for _, _, mail in letters)
    assert "evil.example" not in alice.get("/code/mine/", **evil).text


def test_no_log_holds_what_opens_an_account_or_a_practice(world, caplog):
    """Too many requests, a forged one, a fault: each writes the address into the log."""
    paths = [
        world.address("practices:join"),
        world.address("accounts:finish-sign-up"),
        f"/account/password/reset/{world.alice.user_id.hex}-cmz4u9-0123456789abcdef/",
        f"/l/{world.link(world.sent).token}",
    ]
    handler = _production_handler()
    for path in paths:
        browser = Client(enforce_csrf_checks=True)
        browser.post(path)  # no token against forgery
    lines = [handler.format(record) for record in caplog.records if handler.filter(record)]
    assert len(lines) >= len(paths)
    secrets = [path.strip("/").rpartition("/")[2] for path in paths]
    assert [s for s in secrets if any(s in line for line in lines)] == []


def _production_handler() -> logging.Handler:
    """The handler that settings give to everything that is logged."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    handler = logging.StreamHandler()
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    return handler


# Too much, too strange -----------------------------------------------------------------------


def test_a_name_no_form_would_take_is_not_kept_for_signing(world):
    """What was typed is kept even where the form says no; control characters are not."""
    browser = world.browser("guest", "signing:choose")
    body = {**world.body("signing:choose"), "typed_name": "Rosa\x00"}
    browser.post("/s/choices/", body)
    assert "\x00" not in world.party(world.ready).typed_name


@pytest.mark.parametrize("path", ["/clients/", "/contracts/"])
@pytest.mark.parametrize("page", ["9" * 5000, "-1", "0", "1e9", "٣", "²", "\x00"])
def test_no_page_number_is_a_fault(world, path, page):
    assert world.browser("alice", "x").get(path, {"page": page}).status_code == 200


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_no_number_in_an_address_is_a_fault(world, number):
    alice = world.browser("alice", "x")
    assert alice.post(f"/account/sessions/{number}/close/").status_code == 302
    assert alice.get(f"/outbox/{world.letter}/{number}").status_code == 404


def scan(content: bytes, name: str) -> dict[str, object]:
    return {
        "edition": "2023", "place": "Lyon", "day": "2024-05-01", "name": "Bob",
        "scan": SimpleUploadedFile(name, content),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "scan.png"),
        (b"<html><script>alert(1)</script>", "scan.pdf"),
        (b"GIF89a<script>alert(1)</script>", "scan.jpg"),
        (b" %PDF-1.7", "scan.pdf"),
    ],
)
def test_what_a_browser_could_run_is_not_taken_in(world, content, name):
    bob = world.browser("bob", "ethics:elsewhere")
    answer = bob.post("/code/mine/elsewhere/", scan(content, name))
    assert "scan" in answer.context["form"].errors


def test_a_scan_that_is_a_page_too_is_never_shown_as_one(world):
    bob = world.browser("bob", "ethics:elsewhere")
    both = PDF + b"\n<html><script>alert(1)</script>"
    name = '"><script>.html\r\nX-Evil: 1.pdf'
    assert bob.post("/code/mine/elsewhere/", scan(both, name)).status_code == 302
    copy = world.bob.adoptions.get()
    answer = bob.get(f"/code/mine/{copy.pk}/scan/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("role", ["alice", "bob"])
@pytest.mark.parametrize("path", ["/v/file/", "/code/mine/elsewhere/"])
def test_an_upload_that_says_it_is_huge_is_refused_before_it_is_read(world: World, role, path):
    """Otherwise it would fill the disk first."""
    browser = world.browser(role, "x")
    answer = browser.generic(
        "POST", path, b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(10**10),
    )  # fmt: skip
    assert answer.status_code == 413
