"""A word typed into every field about a client, and by a client, is in no store but the vault."""

import json
import smtplib
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.test import Client as Browser
from django.test import override_settings

from clients.models import Client, Guardian, Sponsor, SponsorContact, TeamMember
from coachpractice import clock
from coachpractice.celery import app as celery
from coachpractice.ethics.models import Edition
from coachpractice.jobs import actions as jobs
from coachpractice.jobs.models import Job
from coachpractice.links.models import Link
from coachpractice.mail import outbox
from coachpractice.practices.models import Membership, Practice
from coachpractice.signing.models import EnvelopeState, Party, ProofValue, Question
from coachpractice.vault import files
from contracts.models import Contract
from tests.access import stores
from tests.access.world import surroundings
from tests.contracts.factories import sign_the_code

pytestmark = pytest.mark.django_db(transaction=True)

MARK = "zqkanari"
BROWSER = f"Mozilla/5.0 ({MARK}browser)"
LONG = "😀" * 150  # a message that holds such a name no longer fits into a cookie


BESIDE = {
    Client: ("name", "arrangement"),
    Guardian: ("name", "email", "address", "authority"),
    TeamMember: ("name", "email"),
    Sponsor: ("name", "registration", "address"),
    SponsorContact: ("name", "email", "function"),
}


class Refusing(BaseEmailBackend):
    """A mail server that takes nobody, and names whom."""

    def send_messages(self, email_messages):
        for mail in email_messages:
            words = f"no such user {mail.to[0]} {mail.subject}".encode()
            raise smtplib.SMTPRecipientsRefused({mail.to[0]: (550, words)})
        return 0


class Walk:
    """From the first word about a client to the sealed contract, through the pages."""

    def __init__(self, coach: Membership, typed: str) -> None:
        self.typed = typed
        self.words: set[str] = set()
        self.coach = coach
        self.desk = Browser()
        self.desk.force_login(coach.user)
        self.guest = Browser(headers={"user-agent": BROWSER})

    def word(self, field: str) -> str:
        """Something to type, unlike anything typed elsewhere."""
        word = f"{MARK}{self.typed}{field}"
        self.words.add(word)
        return word

    def post(self, browser: Browser, path: str, body: dict) -> str:
        answer = browser.post(path, body)
        assert answer.status_code == 302
        assert MARK not in answer.url  # proxies and browsers keep addresses
        browser.get(answer.url)
        return answer.url

    def add_the_client(self) -> None:
        facts = {
            "email": f"{self.word('mail')}@courriel.example",
            "phone": self.word("phone"), "address": f"3, rue {self.word('street')}\n69000 Lyon",
            "language": "fr", "adult": "on", "ties": "some", "ties_detail": self.word("ties"),
            "fit": "within", "others": "raised", "others_detail": self.word("others"),
        }  # fmt: skip
        page = self.post(self.desk, "/clients/new/", {**facts, "name": f"{MARK} {LONG}"})
        name = f"{self.word('name')} {LONG}"
        self.post(self.desk, f"{page}change/", {**facts, "name": name})
        self.desk.post(f"{page}change/", {**facts, "name": "", "phone": MARK * 9})  # said no
        self.desk.post("/clients/", {"q": " ".join(self.words)[:100]})
        self.client = Client.objects.get(pk=page.split("/")[2])

    def add_who_stands_beside(self) -> None:
        """A child with a parent, a team with a member, a sponsor with a contact."""
        start = {"language": "fr", "ties": "none", "fit": "within", "others": "none"}
        child = {"name": self.word("child"), "born_on": "01/05/2016",
                 "email": f"{self.word('childmail')}@courriel.example",
                 "arrangement": self.word("told")}  # fmt: skip
        page = self.post(self.desk, "/clients/new/?kind=minor", start | child)
        parent = {"kind": "parent", "authority": self.word("authority"),
                  "address": self.word("lane")}  # fmt: skip
        self.post(self.desk, f"{page}guardians/new/", self._person("parent") | parent)
        firm = {"name": self.word("firm"), "registration": self.word("number"),
                "address": self.word("seat"), "language": "fr"}  # fmt: skip
        sponsor = self.post(self.desk, f"/clients/sponsors/new/?client={page.split('/')[2]}", firm)
        contact = {"function": self.word("function"), "signs": "on"}
        self.post(self.desk, f"{sponsor}contacts/new/", self._person("contact") | contact)
        team = self.post(self.desk, "/clients/new/?kind=team", start | {"name": self.word("team")})
        self.post(self.desk, f"{team}members/new/", self._person("member"))
        for path in (page, team, sponsor, "/clients/sponsors/", "/clients/new/"):
            assert self.desk.get(path).status_code == 200

    def bring_a_list(self) -> None:
        """Lists taken in, undone and waiting; a search; everything to be downloaded."""
        for number in range(3):
            line = ";".join(f"{MARK}list{number}{each}" for each in ("name", "mail", "phone"))
            line = line.replace("mail", "mail@courriel.example")
            faulty = f"{MARK};{MARK};{MARK}"
            content = f"Nom;Courriel;Téléphone\n{line}\n{faulty}\n".encode()
            file = SimpleUploadedFile(f"{MARK}.csv", content)
            page = self.post(self.desk, "/clients/import/", {"file": file})
            if number < 2:
                self.post(self.desk, page, {"good": "1"})
            if number == 0:
                self.post(self.desk, f"{page}undo/", {})
        self.desk.post("/clients/import/", {"file": SimpleUploadedFile("x.xlsx", content)})
        assert self.desk.post("/search/", {"q": f"{MARK} list1"}).status_code == 200
        self.desk.post("/clients/list/download/", {"kind": "xlsx", "q": MARK})
        self.post(self.desk, "/everything/", {})
        jobs.run_due()

    def _person(self, who: str) -> dict[str, str]:
        return {"name": self.word(who), "email": f"{self.word(f'{who}mail')}@courriel.example"}

    def send_to_several(self) -> None:
        """A contract for the child, which a parent and the sponsor sign as well; a word is agreed
        with each."""
        child = Client.objects.get(kind="minor")
        self.post(self.desk, "/contracts/new/", {"client": str(child.pk)})
        contract = Contract.objects.get(client=child)
        more = ("objective_2", "indicator_2", "sponsor_expectations", "arrangement")
        people = {"sponsor": str(child.sponsor_id), "asks_code": "agreed", "shared_1": "on"}
        path = f"/contracts/{contract.pk}/"
        body = self.draft_body("several", *more) | people
        self.post(self.desk, f"{path}draft/", body)
        self.desk.post(f"{path}draft/", {**body, "sponsor": MARK, "arrangement": MARK * 999})
        self.post(self.desk, f"{path}draft/", body)
        for role in ("client", "guardian", "sponsor", MARK):
            assert self.desk.get(f"{path}as-client/", {"as": role}).status_code == 200
        page = self.desk.get(f"{path}send/")
        agreed = {turn.secret: f"{MARK}agreed" for turn in page.context["signers"]}
        assert len(agreed) == 3
        self.desk.post(f"{path}send/", {next(iter(agreed)): f"{MARK}agreed"})  # said no
        self.post(self.desk, f"{path}send/", agreed)
        jobs.run_due()
        for page in (path, "/contracts/", f"/clients/{child.pk}/"):
            assert self.desk.get(page).status_code == 200

    def draft_body(self, kind: str, *more: str) -> dict:
        """What is typed in a draft, each word unlike any other."""
        agreed = ("client_expectations", "objective_1", "indicator_1", "place", "rhythm",
                  "payment_terms", "contact_channel", "contact_hours")  # fmt: skip
        today = clock.today()
        return {
            "start_day": today, "end_day": today + timedelta(days=90),
            "sessions_count": "8", "session_minutes": "60", "fee_per_session_cents": "120",
            "cancellation_hours": "48", "notice_days": "14", "reply_days": "2",
            "notes_years": "5", "language": "fr",
            **{each: self.word(kind + each.replace("_", "")) for each in (*agreed, *more)},
        }  # fmt: skip

    def send_the_contract(self) -> None:
        self.post(self.desk, "/contracts/new/", {"client": str(self.client.pk)})
        self.contract = Contract.objects.get(client=self.client)
        draft = f"/contracts/{self.contract.pk}/draft/"
        body = self.draft_body("")
        self.post(self.desk, draft, body)
        self.desk.post(draft, {**body, "sessions_count": MARK, "objective_1": MARK * 999})
        self.post(self.desk, draft, body)
        for page in ("as-client/", "draft.pdf", "send/"):
            assert self.desk.get(f"/contracts/{self.contract.pk}/{page}").status_code == 200
        self.post(self.desk, f"/contracts/{self.contract.pk}/send/", {})
        self.contract.refresh_from_db()
        self.desk.post(f"/envelopes/{self.contract.envelope_id}/send-now/")
        with override_settings(EMAIL_BACKEND="tests.access.test_canary.Refusing"):
            jobs.run_due()
        refused = Job.objects.failed().filter(name="mail.deliver")
        assert refused
        for job in refused:
            jobs.retry(job)
        jobs.run_due()
        self.contract.refresh_from_db()
        self.party: Party = self.contract.envelope.parties.get(role="client")

    def come_in(self) -> None:
        link = Link.objects.get(holder=self.party.pk)
        self.guest.get(f"/l/{link.token}")
        self.post(self.guest, f"/l/{link.token}", {})

    def ask_and_be_answered(self) -> None:
        ask = {"do": "ask", "question-work": self.word("question")}
        self.post(self.guest, "/s/part/work/", ask)
        self.guest.post("/s/part/work/", {"do": "ask", "question-work": MARK * 999})
        question = Question.objects.get(party=self.party)
        path = f"/questions/{question.pk}/"
        self.post(self.desk, path, {"answer": self.word("answer")})
        jobs.run_due()

    def sign(self) -> None:
        snapshot = self.contract.envelope.snapshot
        right = {f"check-{q['key']}": q["right"] for q in snapshot["comprehension"]}
        limits = {"limits": "agree"}
        for card in snapshot["cards"]:
            more = {**right, **limits} if card["key"] == snapshot["answers_on"] else {}
            self.post(self.guest, f"/s/part/{card['key']}/", {**more, "do": "clear"})
        consents = {f"consent-{each['key']}": "yes" for each in snapshot["consents"]}
        typed = {"typed_name": self.word("typed")}
        self.guest.post("/s/choices/", typed)  # said no
        self.post(self.guest, "/s/choices/", {**consents, **typed})
        shown = {"shown": self.contract.envelope.text_sha256}
        self.post(self.guest, "/s/review/", shown)
        jobs.run_due()
        page = f"/envelopes/{self.contract.envelope_id}/sign/"
        self.post(self.desk, page, {**shown, "typed_name": "Alice Églantine"})

    def seal(self) -> None:
        with override_settings(SEAL_FILE="/nowhere/seal.p12"):
            jobs.run_due()  # fails, and says so
        with clock.at(clock.now() + timedelta(hours=1)):
            jobs.run_due()
        self.contract.envelope.refresh_from_db()
        assert self.contract.envelope.state == EnvelopeState.SEALED
        pages = ["/", "/clients/", f"/clients/{self.client.pk}/", "/contracts/", "/register/"]
        pages += [f"/contracts/{self.contract.pk}/", f"/v/{self.contract.envelope.code}/"]
        for page in pages:
            assert self.desk.get(page).status_code == 200

    def decline(self) -> None:
        answer = self.guest.post("/s/decline/", {"reason": self.word("reason")})
        assert answer.status_code == 200
        jobs.run_due()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with surroundings(tmp_path):
        yield tmp_path


@pytest.fixture
def coach(folder: Path, alice: Membership) -> Membership:
    call_command("load_code", verbosity=0)
    assert Edition.objects.current()
    sign_the_code(alice)
    return alice


def cookies(*walks: Walk) -> list[str]:
    browsers = [each for walk in walks for each in (walk.desk, walk.guest)]
    return [str(cookie) for browser in browsers for cookie in browser.cookies.values()]


def found(kept: dict[str, bytes]) -> dict[str, list[str]]:
    """Where the mark stands, and how."""
    seen = {store: stores.stands_in(MARK, content) for store, content in kept.items()}
    return {store: ways for store, ways in seen.items() if ways}


def opened(*walks: Walk) -> str:
    """All that opens with the keys."""
    texts: list[object] = [mail.as_string() for _, _, mail in outbox.read_all()]
    for walk in walks:
        client = Client.objects.get(pk=walk.client.pk)
        contract = Contract.objects.get(pk=walk.contract.pk)
        texts += [client.name, client.email, client.phone, client.address]
        texts += [client.ties_detail, client.others_detail]
        texts += [contract.envelope.snapshot, contract.objectives, contract.client_expectations]
        texts += [each.typed_name + each.reason for each in contract.envelope.parties.all()]
        texts += [q.text + q.answer for q in Question.objects.filter(party=walk.party)]
        several = Contract.objects.exclude(sponsor=None)
        texts += [each.envelope.snapshot for each in several]
        texts += [[each.arrangement, each.sponsor_expectations] for each in several]
        values = ProofValue.objects.filter(envelope=contract.envelope)
        texts += [value.values for value in values]
        texts += [
            getattr(row, field)
            for model, fields in BESIDE.items()
            for row in model.objects.of_practice(walk.coach.practice_id)
            for field in fields
        ]
    return json.dumps(texts, ensure_ascii=False)


@pytest.mark.timeout(300)
def test_no_store_holds_a_word_about_a_client(coach, folder):
    with stores.listening() as log:
        first, second = Walk(coach, "a"), Walk(coach, "b")
        first.add_the_client()
        first.add_who_stands_beside()
        first.send_to_several()
        first.bring_a_list()
        first.send_the_contract()
        first.come_in()
        first.ask_and_be_answered()
        first.sign()
        first.seal()
        second.add_the_client()
        second.send_the_contract()
        second.come_in()
        second.decline()
        kept = stores.contents(folder=folder, log=log, cookies=cookies(first, second))
    assert found(kept) == {}

    readable = opened(first, second)
    words = first.words | second.words | {BROWSER}
    assert {word for word in words if word not in readable} == set()
    sealed = files.read(first.contract.envelope.sealed)
    assert sealed.startswith(b"%PDF")


def test_a_word_that_lies_about_is_found_in_each_store(folder):
    """The search itself: put the mark into each store in clear, and look."""
    with stores.listening() as log:
        Practice.objects.create(name=MARK)
        browser = Browser()
        session = browser.session
        session["seen"] = MARK
        session.save()
        browser.cookies["seen"] = MARK
        cache.set("seen", {"name": MARK})
        for name in ("files", "outbox"):
            (folder / name).mkdir(exist_ok=True)
            (folder / name / "aa").write_bytes(b"." + MARK.encode())
        celery.send_task("nobody.does-this", args=(MARK,))
        jobs.logger.warning("About %s", MARK)
        lying = [str(cookie) for cookie in browser.cookies.values()]
        kept = stores.contents(folder=folder, log=log, cookies=lying)
    assert set(found(kept)) == set(kept) - {"database keyring"}
    celery.control.purge()


@pytest.mark.parametrize("before", range(4))
def test_the_search_sees_through_common_wrappings(before):
    import base64

    plain = b"x" * before + MARK.encode() + b"yz"
    for wrapped in (plain.hex().encode(), base64.b64encode(plain), MARK.encode("utf-16")):
        assert stores.stands_in(MARK, b"{" + wrapped + b"}")
    assert stores.stands_in(MARK, b"something else") == []


def test_nothing_is_logged_in_silence(folder):
    with stores.listening() as log:
        assert isinstance(log, StringIO)
        Browser().get("/nowhere/")
    assert "/nowhere/" in log.getvalue()
