"""What no form expects: it is refused in words or kept and shown as it is, and never a fault."""

import html
from urllib.parse import quote

import pytest
from django.core.cache import cache

from clients import actions as clients
from coachpractice.accounts import actions as accounts
from coachpractice.jobs import actions as jobs
from coachpractice.jobs.models import Job
from coachpractice.mail import outbox
from coachpractice.signing.actions import concluding
from coachpractice.signing.proof import Visit
from contracts.models import Contract
from tests.access import watching
from tests.access.world import BODIES, World
from tests.contracts import factories

pytestmark = pytest.mark.django_db

SCRIPT = '"><script>alert(1)</script>'
TEMPLATE = "{{ 7|add:7 }}{coach_name}%(name)s${7*7}"
STRANGE = {
    "script": SCRIPT,
    "template": TEMPLATE,
    "image": "<img src=x onerror=alert(2)>",
    "headers": "Odette\r\nBcc: all@evil.example\r\n\r\n<b>body",
    "right to left": "\u202eسلام\u2066 gnp.exe",
    "emoji": "👩‍👩‍👧‍👦🏴‍☠️" * 12,
    "2000 letters": "ж" * 2000,
    "NUL": "Odette\x00Passerose",
    "control signs": "\x1b[2J\x07\x85\u2028\u2029\ufeff\ue000\ue001x\ue002",
    "marks": "Z" + "\u0351\u0489" * 60,
    "path": "../../../../etc/passwd%00.pdf",
    "tags": "{% load x %}{% include '/etc/passwd' %}",
    "query": "' OR 1=1; DROP TABLE clients_client --",
    "formula": "=cmd|' /C calc'!A0",
    "spaces": " \t\u00a0\u200b ",
    "nothing": "",
}

# Free text, by form: the rest of each form is filled in as it should be.
WORDS = {
    "clients:add": ("name", "phone", "address", "ties_detail", "others_detail"),
    "clients:change": ("name", "phone", "address", "ties_detail", "others_detail"),
    "clients:add-guardian": ("name", "phone", "address", "authority"),
    "clients:change-guardian": ("name", "phone", "address", "authority"),
    "clients:add-member": ("name",),
    "clients:add-sponsor": ("name", "registration", "address"),
    "clients:change-contact": ("name", "phone", "function"),
    "contracts:draft": ("client_expectations", "objective_1", "indicator_1", "objective_2", "place",
                        "rhythm", "payment_terms", "contact_channel", "contact_hours"),
    "envelopes:countersign": ("typed_name",),
    "envelopes:question": ("answer",),
    "signing:card": ("question-work",),
    "signing:choose": ("typed_name",),
    "signing:decline": ("reason",),
    "practices:facts": ("name", "legal_form", "registration", "address", "postcode", "city",
                        "vat_number", "mediator_name", "suppliers"),
    "practices:profile": ("title", "phone", "methods", "tools", "supervision_rhythm",
                          "deputy_name"),
    "cpd:add": ("insurer", "number"),
    "cpd:change": ("insurer", "number"),
    "practices:join": ("name",),
    "accounts:account": ("name",),
    "accounts:finish-sign-up": ("name",),
    "ethics:adopt": ("place", "name"),
}  # fmt: skip
ROLE = {"signing:": "guest", "practices:join": "anonymous", "accounts:finish": "anonymous",
        "account_login": "anonymous", "account_signup": "anonymous",
        "account_reset_password": "anonymous", "ethics:": "bob"}  # fmt: skip
FORMS = sorted({*WORDS, *BODIES} - {"signing:close-question"})


def role_of(url: str) -> str:
    return next((role for name, role in ROLE.items() if url.startswith(name)), "alice")


def send(world: World, url: str, body: dict):
    cache.clear()
    return world.browser(role_of(url), url).post(world.address(url), body)


def assert_harmless(page: str) -> None:
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>body" not in page


EVER = ("script", "template", "headers", "2000 letters", "NUL")
SOME = pytest.mark.parametrize(
    "chosen",
    [
        pytest.param({name: STRANGE[name] for name in EVER}, id="some"),
        pytest.param(STRANGE, id="all", marks=pytest.mark.slow),
    ],
)


@SOME
@pytest.mark.parametrize("url", FORMS)
def test_a_form_filled_with_strange_things_is_answered(world, url, chosen):
    answers = {}
    for name, strange in chosen.items():
        fields = [*world.body(url), *WORDS.get(url, ())]
        with watching.taken_back():
            answer = send(world, url, dict.fromkeys(fields, strange))
            if answer.status_code not in (200, 302, 409, 410, 422):
                answers[name] = answer.status_code
            assert_harmless(answer.content.decode())
    assert answers == {}


@SOME
@pytest.mark.parametrize("url", WORDS)
def test_strange_words_are_refused_or_kept_and_shown_as_they_are(world, url, chosen):
    for name, strange in chosen.items():
        with watching.taken_back():
            body = {**world.body(url), **dict.fromkeys(WORDS[url], strange)}
            if url.startswith("clients:"):
                body |= {"ties": "some", "others": "raised"}
            answer = send(world, url, body)
            assert answer.status_code in (200, 302, 409, 422), name
            shown = [answer.content.decode()]
            if answer.status_code == 302:
                browser = world.browser(role_of(url), url)
                seen = [browser.get(path) for path in (answer.url, *_where_it_shows(url, world))]
                assert [each.status_code for each in seen if each.status_code >= 500] == []
                shown = [each.content.decode() for each in seen if not each.streaming]
            for page in shown:
                assert_harmless(page)
            if url in ("clients:add", "clients:change") and strange in (SCRIPT, TEMPLATE):
                assert html.escape(strange) in shown[0]


def _where_it_shows(url: str, world: World) -> list[str]:
    if url == "contracts:draft":
        draft = f"/contracts/{world.draft.pk}/"
        return [draft, f"{draft}draft/", f"{draft}as-client/", f"{draft}send/"]
    if url == "signing:choose":
        return ["/s/review/"]
    if url.startswith(("signing:", "practices:join", "accounts:finish")):
        return []
    if url.startswith("cpd:"):
        return ["/standing/", "/register/"]
    if url.startswith("envelopes:"):
        return [f"/clients/{world.odette.pk}/", "/"]
    return ["/", "/clients/", "/settings/", "/settings/team/"]


DAYS = ("01/01/0001", "31/12/9999", "0001-01-01", "9999-12-31", "29/02/2025", "1e9")
NUMBERS = ("99999999999999999999", "-1", "٣", "NaN", "1" * 5000)
COUNTED = ("sessions_count", "session_minutes", "fee_per_session_cents", "fee_total_cents",
           "cancellation_hours", "notice_days", "reply_days", "notes_years")  # fmt: skip


@pytest.mark.parametrize(
    ("url", "fields", "values", "pages"),
    [
        ("contracts:draft", ("start_day", "end_day"), DAYS[:2], ["/", "/contracts/", "/register/"]),
        ("contracts:draft", ("end_day",), DAYS, ["/contracts/"]),
        ("contracts:draft", COUNTED, NUMBERS, ["/contracts/"]),
        ("envelopes:question-aloud", ("spoken_on",), DAYS, ["/"]),
        ("ethics:elsewhere", ("day",), DAYS, ["/code/mine/"]),
        ("cpd:add", ("since", "until"), DAYS, ["/standing/", "/register/"]),
        ("cpd:change", ("until",), DAYS, ["/standing/", "/register/"]),
    ],
    ids=[
        "both days",
        "last day",
        "numbers",
        "spoken on",
        "signed elsewhere on",
        "insured from",
        "insured until",
    ],
)
def test_no_day_and_no_number_is_a_fault(world, url, fields, values, pages):
    faults = []
    for value in values:
        with watching.taken_back():
            answer = send(world, url, {**world.body(url), **dict.fromkeys(fields, value)})
            browser = world.browser(role_of(url), url)
            seen = [answer, *(browser.get(page) for page in pages)]
            if url == "contracts:draft":
                draft = f"/contracts/{world.draft.pk}"
                seen += [browser.get(f"{draft}/{page}/") for page in ("draft", "as-client", "send")]
            broken = [each.request["PATH_INFO"] for each in seen if each.status_code > 499]
            faults += [(value, path) for path in broken]
    assert faults == []


@pytest.mark.parametrize(
    "path",
    ["/clients/new/?kind={}", "/clients/new/?sponsor={}", "/clients/sponsors/new/?client={}",
     "/clients/?state={}", "/contracts/?state={}", "/register/?state={}",
     "/v/?code={}", "/v/{}/", "/code/signed/{}/", "/code/{}/", "/l/{}", "/join/{}/",
     "/account/signup/{}/", "/outbox/{}/", "/s/?part={}", "/account/login/?next={}"],
)  # fmt: skip
def test_no_address_is_a_fault(world, path):
    faults = []
    strange = [quote(STRANGE[name]) for name in EVER]
    for words in (*strange, "%ED%A0%80", "%FF%FE", "a" * 3000):
        role = "guest" if path.startswith("/s/") else "alice"
        answer = world.browser(role, "signing:read").get(path.format(words))
        if answer.status_code > 499:
            faults.append(words)
        assert_harmless(answer.content.decode())
    assert faults == []


def test_bytes_that_are_no_text_are_answered(world):
    alice = world.browser("alice", "clients:add")
    for body in (b"name=%ED%A0%80&email=%FF", b"\xff\xfe\x00", b"&&==", b"name=" + b"a" * 100_000):
        answer = alice.generic("POST", "/clients/new/", body, "application/x-www-form-urlencoded")
        assert answer.status_code == 422
    answer = alice.generic("POST", "/clients/new/", b"{}", "application/json")
    assert answer.status_code == 422


def test_a_form_with_too_many_fields_is_refused(world):
    answer = world.browser("alice", "x").post("/clients/new/", {f"f{n}": "" for n in range(1100)})
    assert answer.status_code == 400


def test_mails_about_the_strangest_names_have_no_header_more(world):
    """All the way to the mails: coach, client and practice bear names that begin headers."""
    evil = f"{SCRIPT}\r\nBcc: all@evil.example\r\n\u202e👩‍👩‍👧‍👦"
    accounts.change(world.alice.user, name=evil, language="fr", timezone="Europe/Paris")
    world.alice.user.refresh_from_db()
    client = clients.add(
        by=world.alice, name=evil, email="vera@courriel.example", adult=True, ties="none",
        fit="within", others="none",
    )  # fmt: skip
    before = {name for name, _, _ in outbox.read_all()}
    contract = factories.sent_by(world.alice, client, place=evil, rhythm=evil)
    jobs.run_due()
    party = factories.read_by_client(contract)
    concluding.sign(party, shown_sha256=contract.envelope.text_sha256, visit=Visit(browser=evil))
    jobs.run_due()
    new = [mail for name, _, mail in outbox.read_all() if name not in before]
    assert {"vera@courriel.example", "alice@example.org"} == {mail["To"] for mail in new}
    for mail in new:
        assert {name.lower() for name in mail} <= {
            "content-type", "mime-version", "subject", "from", "to", "reply-to", "date",
            "message-id", "auto-submitted",
        }  # fmt: skip
        assert mail["From"].addresses[0].addr_spec == "no-reply@localhost"
        assert "\n" not in mail["Subject"]
        assert "\u202e" not in mail["Subject"] + mail["From"]
        assert_harmless(mail.get_body(("html",)).get_content())
    factories.countersign(contract)
    jobs.run_due()
    assert [job.last_error for job in Job.objects.exclude(last_error="")] == []
    assert Contract.objects.get(pk=contract.pk).envelope.sealed_at
