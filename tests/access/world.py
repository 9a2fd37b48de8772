"""Something of everything, made by the apps' own actions, so that each URL has a real object.

Alice coaches Odette (contract sent, a question open, a point to talk over), Rosa (has read and
chosen, is about to sign), Sam (has signed, Alice's turn) and Tess (concluded and sealed). Bob
coaches in her practice; Charlie has a practice of their own. A draft with Ulla waits.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse

from clients.actions import importing
from coachpractice import clock
from coachpractice.accounts import sign_up
from coachpractice.accounts.actions import ask_to_sign_up
from coachpractice.ethics import actions as ethics
from coachpractice.ethics.models import Edition
from coachpractice.export import actions as exports
from coachpractice.jobs import actions as jobs
from coachpractice.links.models import Link
from coachpractice.mail import outbox
from coachpractice.practices import invitations, team
from coachpractice.practices.models import Membership
from coachpractice.reminders import actions as reminders
from coachpractice.signing import papers
from coachpractice.signing.actions import reading, sealing, sending
from coachpractice.signing.models import Party
from coachpractice.signing.proof import Visit
from coachpractice.vault.fields import EncryptedTextField
from contracts.changes import ending
from contracts.wording import CONSENTS
from tests.accounts.passkeys import credential
from tests.clients.factories import (
    ClientFactory,
    ContactFactory,
    GuardianFactory,
    SponsorFactory,
    TeamMemberFactory,
)
from tests.conftest import confirm
from tests.contracts import accords, elsewhere, factories
from tests.cpd import factories as standing
from tests.factories import PASSWORD, MembershipFactory, PracticeFactory, UserFactory
from tests.scans import PNG

QUESTION = "Qui lira vos notes sur mon burn-out ?"
SECRETS = ("Odette Passerose", "odette@courriel.example", QUESTION)
ROLES = ("anonymous", "alice", "bob", "charlie", "guest", "other guest", "assistant")


@contextmanager
def surroundings(folder: Path) -> Iterator[None]:
    """A seal, a file store and an outbox of this run's own."""
    vault = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(folder / "files")},
    }
    from django.conf import settings

    with override_settings(
        SEAL_FILE=str(folder / "seal.p12"),
        SEAL_ROOT_FILE=str(folder / "root.pem"),
        STORAGES={**settings.STORAGES, "vault": vault},
        EMAIL_BACKEND="coachpractice.mail.outbox.OutboxBackend",
        OUTBOX=True,
        OUTBOX_DIR=folder / "outbox",
        SIGN_UP="open",
    ):
        if not Path(settings.SEAL_FILE).exists():
            call_command("ensure_seal", verbosity=0)
        yield


@contextmanager
def one_paper_for_all() -> Iterator[None]:
    """Render what is presented once: no answer of a URL depends on what stands on the paper."""
    render, rendered = papers.presented, []

    def presented(envelope: Any) -> bytes:
        if not rendered:
            rendered.append(render(envelope))
        return rendered[0]

    with mock.patch.object(papers, "presented", presented):
        yield


class World:
    """The rows, and a browser for each role."""

    def __init__(self) -> None:
        call_command("load_code", verbosity=0)
        self.edition = Edition.objects.current()
        self._people()
        with one_paper_for_all():
            self._contracts()
        self._code()
        self.policy = standing.insured(self.alice, proof=PNG)
        self._lists()
        self._letters()
        self._browsers()

    def _people(self) -> None:
        alice, bob, charlie = (
            UserFactory(email=f"{name}@example.org", name=name.title())
            for name in ("alice", "bob", "charlie")
        )
        practice = PracticeFactory(name="Cabinet Églantine")
        self.alice = MembershipFactory(user=alice, practice=practice)
        self.bob = MembershipFactory(user=bob, practice=practice, coach=True)
        self.charlie = MembershipFactory(
            user=charlie, practice=PracticeFactory(name="Cabinet Passiflore")
        )
        self.assistant = MembershipFactory(
            user=UserFactory(email="zoe@example.org", name="Zoe"),
            practice=practice,
            role=Membership.Role.ASSISTANT,
        )
        team.let_help(self.assistant, by=self.alice)
        self.passkey = Authenticator.objects.create(
            user=alice, type="webauthn", data={"name": "x", "credential": credential()}
        )
        self.invitation = team.invite(email="dora@example.org", by=self.alice)
        self.asked = ask_to_sign_up(email="emil@example.org", language="fr")

    def _contracts(self) -> None:
        self.adoption = ethics.adopt(
            by=self.alice, edition=self.edition, place="Lyon", name="Alice"
        )
        name, address, _ = SECRETS
        self.odette = ClientFactory(by=self.alice, name=name, email=address)
        self.sent = factories.sent_by(self.alice, self.odette)
        asked = self.sent.envelope.parties.get(role="client")
        self.question = reading.ask(asked, card="work", text=QUESTION, visit=Visit())
        first = self.sent.envelope.snapshot["comprehension"][0]
        wrong = next(each for each in first["choices"] if each["key"] != first["right"])
        reading.answer_card(asked, checks={first["key"]: wrong["key"]}, limits={})
        self.point = asked.checks.get()
        self.ready = factories.sent_by(self.alice)
        self.old_token = self.link(self.ready).token
        sending.invite_again(self.ready.envelope.parties.get(role="client"), by=self.alice)
        factories.read_by_client(self.ready)
        self.half = factories.signed_by_client(self.alice)
        self.done = factories.concluded_by(self.alice)
        sealing.seal(self.done.envelope)
        self.draft = factories.draft_of(self.alice)
        self.ended = factories.concluded_by(self.alice)
        later = clock.today(self.alice.practice.timezone) + timedelta(days=30)
        ending.end(self.ended, by=self.alice, asker="client", last_day=later)
        self.third = factories.draft_of(self.alice)
        type(self.third).objects.filter(pk=self.third.pk).update(renewal=3)
        self.agreement = accords.sent(accords.agreement_of(self.alice))
        self.framework = accords.sent(accords.framework_of(self.alice))
        self.drafts = {
            "agreement": accords.agreement_of(self.alice, capacity="co-coach"),
            "framework": accords.framework_of(self.alice),
        }
        signed, today = ClientFactory(by=self.alice), clock.today()
        self.paper = elsewhere.taken_in(
            self.alice, signed, hands=elsewhere.hands(signed, today), code_on=today
        )
        self.child = ClientFactory(by=self.alice, minor=True)
        self.guardian = GuardianFactory(client=self.child)
        self.team = ClientFactory(by=self.alice, team=True)
        self.team_member = TeamMemberFactory(client=self.team)
        self.sponsor = SponsorFactory(by=self.alice)
        self.contact = ContactFactory(sponsor=self.sponsor)
        self.old_calendar, self.calendar = (
            _token(reminders.open_calendar(by=self.alice)).removesuffix(".ics") for _ in range(2)
        )

    def said(self) -> set[str]:
        """Canaries in every field of Alice's rows that is about what was said or agreed: written
        where an assistant's pages could show them, and returned."""
        words = {"canari-objectif", "canari-indice", QUESTION}
        answered = self.party(self.sent)
        for contract in (self.sent, self.draft, self.half, self.done):
            contract.objectives = [{"text": "canari-objectif", "indicator": "canari-indice"}]
            contract.save(update_fields=["objectives"])
            words |= _plant(contract)
        for row in (self.odette, self.child, self.question, answered):
            words |= _plant(row)
        for each in factories.AGREED["objectives"]:
            words |= set(each.values())
        return words | {factories.AGREED["client_expectations"]}

    def _code(self) -> None:
        sealing.seal(self.adoption.envelope)
        self.copy = ethics.take_in(
            by=self.alice, edition=self.edition, place="Lyon", day=self.adoption.day,
            name="Alice", scan=PNG,
        )  # fmt: skip

    def _letters(self) -> None:
        with one_paper_for_all():
            jobs.run_due()
        letters = outbox.read_all()
        self.letter = next(name for name, _, mail in letters if list(mail.iter_attachments()))

    def _lists(self) -> None:
        """One list taken in, one that waits, and everything to be downloaded."""
        done, waiting = (LIST.format(name).encode() for name in ("yves", "xena"))
        self.list_done = importing.keep(done, name="list.csv", by=self.alice)
        importing.carry_out(self.list_done, by=self.alice, shown=1)
        self.list_waiting = importing.keep(waiting, name="list.csv", by=self.alice)
        self.export = exports.ask(by=self.alice)

    def _browsers(self) -> None:
        self.browsers = {"anonymous": Client(raise_request_exception=False)}
        for name in ("alice", "bob", "charlie", "assistant"):
            member: Membership = getattr(self, name)
            browser = Client(raise_request_exception=False)
            browser.force_login(member.user)
            confirm(browser, member)
            self.browsers[name] = browser
        self.guests = {
            contract: self._come_in(getattr(self, contract))
            for contract in ("sent", "ready", "half", "done")
        }
        self.guests["kept"] = Client(raise_request_exception=False)
        door = Link.objects.get(purpose="keep", holder=self.party(self.done).pk)
        assert self.guests["kept"].post(f"/l/{door.token}").status_code == 302
        session = self.browsers["alice"].session.session_key
        self.session = UserSession.objects.create(
            user=self.alice.user, session_key=session, ip="127.0.0.1", user_agent="x"
        )

    def _come_in(self, contract: Any) -> Client:
        """A browser that came in by the client's link, while that was open."""
        from coachpractice.links.access import enter

        link, browser = self.link(contract), Client(raise_request_exception=False)
        if link.used_at is None:
            assert browser.post(f"/l/{link.token}").status_code == 302
            return browser
        request = mock.Mock(session=browser.session)  # they came in before they signed
        enter(request, link)
        request.session.save()
        browser.cookies["sessionid"] = request.session.session_key
        return browser

    def link(self, contract: Any) -> Link:
        party = contract.envelope.parties.get(role="client")
        return Link.objects.get(purpose="sign", holder=party.pk)

    def party(self, contract: Any, role: str = "client") -> Party:
        return contract.envelope.parties.get(role=role)

    # Who asks --------------------------------------------------------------------------------

    def browser(self, role: str, url: str) -> Client:
        """A fresh browser with the role's cookies; the guest is the one whose document the URL
        is about."""
        about = ABOUT.get(url, "sent")
        if role == "guest":
            known = self.guests[about]
        elif role == "other guest":
            known = self.guests["ready" if about == "sent" else "sent"]
        else:
            known = self.browsers[role]
        fresh = Client(raise_request_exception=False)
        fresh.cookies = known.cookies.copy()
        return fresh

    # What is asked for -----------------------------------------------------------------------

    def address(self, url: str) -> str:
        name, _, case = url.partition(", ")
        return reverse(name, kwargs=self._arguments(name, case))

    def address_of_nothing(self, url: str) -> str:
        """The same URL with an id that nobody has."""
        name, _, case = url.partition(", ")
        arguments = self._arguments(name, case)
        return reverse(name, kwargs={key: uuid4() for key in arguments})

    def _arguments(self, name: str, case: str) -> dict[str, Any]:
        made = ARGUMENTS.get(f"{name}, {case}" if case else name)
        return made(self) if made else {}

    def body(self, url: str) -> dict[str, Any]:
        """What somebody who may would send."""
        made = BODIES.get(url.partition(", ")[0])
        return made(self) if made else {}


def _plant(row: Any) -> set[str]:
    """A canary in each text of the row that is no name or address; returns them."""
    planted = {}
    for field in row._meta.concrete_fields:
        text = isinstance(field, EncryptedTextField) and field.scope in ("content", "contract")
        if text and (field.name, row._meta.model_name) != ("text", "question"):
            planted[field.name] = f"canari-{row._meta.model_name}-{field.name}"
            setattr(row, field.name, planted[field.name])
    row.save(update_fields=list(planted))
    return set(planted.values())


# Which guest a signing page is about: the one who stands there
ABOUT = {
    "signing:choose": "ready",
    "signing:review": "ready",
    "signing:done": "done",
    "signing:document": "done",
    **dict.fromkeys(
        ("kept:page", "kept:document", "kept:choices", "kept:withdraw", "kept:end"), "kept"
    ),
}

Made = Callable[[World], dict[str, Any]]


LIST = "Nom;Courriel\nZoé Jonquille;{}@courriel.example\n"


def _token(address: str) -> str:
    return urlsplit(address).path.strip("/").rpartition("/")[2]


def _pk(find: Callable[[World], Any]) -> Made:
    return lambda world: {"pk": find(world).pk}


ARGUMENTS: dict[str, Made] = {
    "accounts:close-session": _pk(lambda world: world.session),
    "accounts:finish-sign-up": lambda world: {"token": _token(sign_up.address(world.asked))},
    "account_reset_password_from_key": lambda world: {
        "uidb36": world.alice.user_id.hex, "key": "a-b",
    },
    "clients:import-model": lambda world: {"kind": "csv"},
    **dict.fromkeys(
        ("clients:look-over", "clients:discard-import"), _pk(lambda world: world.list_waiting)
    ),
    "clients:undo-import": _pk(lambda world: world.list_done),
    "export:take": _pk(lambda world: world.export),
    "export:destroy": _pk(lambda world: world.export),
    "clients:page": _pk(lambda world: world.odette),
    "clients:change": _pk(lambda world: world.odette),
    "clients:confirm-adult": _pk(lambda world: world.child),
    "clients:who-pays": _pk(lambda world: world.odette),
    "clients:add-guardian": _pk(lambda world: world.child),
    **dict.fromkeys(
        ("clients:change-guardian", "clients:remove-guardian"),
        lambda world: {"pk": world.child.pk, "guardian": world.guardian.pk},
    ),
    "clients:add-member": _pk(lambda world: world.team),
    **dict.fromkeys(
        ("clients:change-member", "clients:remove-member"),
        lambda world: {"pk": world.team.pk, "member": world.team_member.pk},
    ),
    **dict.fromkeys(
        ("clients:sponsor", "clients:change-sponsor", "clients:add-contact"),
        _pk(lambda world: world.sponsor),
    ),
    **dict.fromkeys(
        ("clients:change-contact", "clients:remove-contact"),
        lambda world: {"pk": world.sponsor.pk, "contact": world.contact.pk},
    ),
    "contracts:page": _pk(lambda world: world.sent),
    "contracts:draft": _pk(lambda world: world.draft),
    "contracts:as-client": _pk(lambda world: world.draft),
    "contracts:draft-pdf": _pk(lambda world: world.draft),
    "contracts:send": _pk(lambda world: world.draft),
    "contracts:take-in": _pk(lambda world: world.odette),
    **dict.fromkeys(
        (
            "contracts:correct-taken-in", "contracts:take-out", "contracts:taken-in-copy",
            "contracts:taken-in-scan",
        ),
        _pk(lambda world: world.paper),
    ),
    **{
        f"contracts:{kind}-{page}": _pk(lambda world, kind=kind: world.drafts[kind])
        for kind in ("agreement", "framework")
        for page in ("draft", "pdf", "send")
    },
    **dict.fromkeys(
        ("contracts:agreement", "contracts:agreement-renew"), _pk(lambda world: world.agreement)
    ),
    **dict.fromkeys(
        ("contracts:framework", "contracts:framework-renew"), _pk(lambda world: world.framework)
    ),
    **dict.fromkeys(
        (
            "contracts:end", "contracts:withdrawn", "contracts:suspend", "contracts:resume",
            "contracts:amend", "contracts:renew", "contracts:send-page",
        ),
        _pk(lambda world: world.done),
    ),
    "contracts:settle": _pk(lambda world: world.ended),
    "contracts:dependence": _pk(lambda world: world.third),
    "cpd:add": lambda world: {"kind": "insurance"},
    **dict.fromkeys(
        ("cpd:change", "cpd:renew", "cpd:remove", "cpd:proof"),
        lambda world: {"kind": "insurance", "pk": world.policy.pk},
    ),
    "envelopes:correct": _pk(lambda world: world.party(world.sent)),
    "envelopes:countersign": _pk(lambda world: world.half.envelope),
    "envelopes:take-back": _pk(lambda world: world.sent.envelope),
    "contracts:repeat": _pk(lambda world: world.done),
    "contracts:explained": _pk(lambda world: world.done),
    **dict.fromkeys(
        ("contracts:throw-away", "contracts:bring-back", "contracts:meeting-sheet"),
        _pk(lambda world: world.draft),
    ),
    "envelopes:recall": _pk(lambda world: world.sent.envelope),
    "envelopes:send-now": _pk(lambda world: world.sent.envelope),
    "envelopes:seal-again": _pk(lambda world: world.sent.envelope),
    "envelopes:envelope-document": _pk(lambda world: world.done.envelope),
    "envelopes:invite-again": _pk(lambda world: world.party(world.sent)),
    "envelopes:party-document": _pk(lambda world: world.party(world.done)),
    "envelopes:question": _pk(lambda world: world.question),
    "envelopes:question-aloud": _pk(lambda world: world.question),
    "envelopes:talked-over": _pk(lambda world: world.point),
    "ethics:edition": lambda world: {"edition": world.edition.edition},
    "ethics:changes": lambda world: {"edition": world.edition.edition},
    "ethics:signed": lambda world: {"code": world.adoption.code},
    "ethics:signed-file": _pk(lambda world: world.adoption),
    "ethics:scan": _pk(lambda world: world.copy),
    "links:land, open": lambda world: {"token": world.link(world.sent).token},
    "links:land, replaced": lambda world: {"token": world.old_token},
    "links:land, used": lambda world: {"token": world.link(world.half).token},
    "links:land, unknown": lambda world: {"token": world.link(world.sent).token[:-2] + "AA"},
    "links:renew": lambda world: {"token": world.old_token},
    "mail:letter": lambda world: {"name": world.letter},
    "mail:letter-html": lambda world: {"name": world.letter},
    "mail:attachment": lambda world: {"name": world.letter, "number": 1},
    "practices:join": lambda world: {"token": _token(invitations.address(world.invitation))},
    "practices:withdraw": _pk(lambda world: world.invitation),
    "practices:invite-again": _pk(lambda world: world.invitation),
    "practices:end-membership": _pk(lambda world: world.bob),
    "practices:let-help": _pk(lambda world: world.assistant),
    "mfa_edit_webauthn": _pk(lambda world: world.passkey),
    "mfa_remove_webauthn": _pk(lambda world: world.passkey),
    "contracts:terms": _pk(lambda world: world.draft),
    "reminders:calendar": lambda world: {"token": world.calendar},
    "reminders:calendar, revoked": lambda world: {"token": world.old_calendar},
    "signing:card": lambda world: {"key": "work"},
    "signing:close-question": _pk(lambda world: world.question),
    "signing:verify-code": lambda world: {"code": world.done.envelope.code},
}  # fmt: skip

PERSON = {"name": "Solange Marjolaine", "email": "solange@courriel.example"}
CLIENT = {
    "name": "Vera Jonquille", "email": "vera@courriel.example", "language": "fr", "adult": "on",
    "ties": "none", "fit": "within", "others": "none",
}  # fmt: skip


def _policy(world: World) -> dict[str, Any]:
    return {
        "insurer": "Mutuelle", "number": "1", "countries": ["FR"], "since": "01/01/2028",
        "until": "31/12/2028", "proof": SimpleUploadedFile("proof.png", PNG),
    }  # fmt: skip


def _draft(world: World) -> dict[str, Any]:
    return {"client_expectations": "Autre chose.", "sessions_count": "8", "language": "fr"}


def _choices(world: World) -> dict[str, Any]:
    asked = world.ready.envelope.snapshot["consents"]
    return {**{f"consent-{each['key']}": "no" for each in asked}, "typed_name": "Rosa"}


def _today(world: World) -> str:
    return clock.today(world.alice.practice.timezone).isoformat()


def _scan(world: World) -> dict[str, Any]:
    return {
        "edition": world.edition.edition, "place": "Lyon", "day": "2024-05-01", "name": "Alice",
        "scan": SimpleUploadedFile("scan.png", PNG),
    }  # fmt: skip


def _kept(**more: str) -> Made:
    """A form of the page a guest keeps."""
    return lambda world: {"shown": world.done.envelope.text_sha256, **more}


def _paper(world: World) -> dict[str, Any]:
    return {
        "coach": "01/05/2026", "client": "01/05/2026", "start_day": "01/05/2026",
        "end_day": "30/04/2027", "language": "fr", "code": "none", "medium": "paper",
        "sponsored": "no", **dict.fromkeys(CONSENTS, "unasked"),
        "scan": SimpleUploadedFile("scan.png", PNG),
    }  # fmt: skip


BODIES: dict[str, Made] = {
    "contracts:end": lambda world: {"asker": "client", "asked_on": _today(world)},
    "contracts:withdrawn": lambda world: {"declared_on": _today(world)},
    "contracts:settle": lambda world: {"note": "Tout est réglé."},
    "contracts:suspend": lambda world: {
        "starts": _today(world), "agreed_on": _today(world),
    },
    "contracts:dependence": lambda world: {"text": "Elle décide seule."},
    "kept:choices": _kept(
        **{"supervision-case": "no", "accreditation-log": "no", "file-if-unable": "no"}
    ),
    "kept:withdraw": _kept(name="Tess", receipt_to="tess@courriel.example", step="confirm"),
    "kept:end": _kept(reason=""),
    "account_login": lambda world: {"login": "alice@example.org", "password": PASSWORD},
    "account_signup": lambda world: {"email": "zoe@example.org"},
    "account_reauthenticate": lambda world: {"password": PASSWORD},
    "account_reset_password": lambda world: {"email": "alice@example.org"},
    "account_change_password": lambda world: {
        "oldpassword": PASSWORD,
        "password1": "trois-myrtilles-bleues", "password2": "trois-myrtilles-bleues",
    },
    "accounts:account": lambda world: {"name": "A", "language": "fr", "timezone": "Europe/Paris"},
    "accounts:finish-sign-up": lambda world: {"name": "Emil", "password": PASSWORD},
    "clients:add": lambda world: CLIENT | {"coach": str(world.alice.pk)},
    "clients:import": lambda world: {
        "file": SimpleUploadedFile("list.csv", LIST.format("zoe").encode()),
    },
    "clients:look-over": lambda world: {"good": "1"},
    "clients:take-list": lambda world: {"kind": "csv", "q": ""},
    "search:search": lambda world: {"q": "odette"},
    "search:shortcuts": lambda world: {"keys": "off"},
    "clients:change": lambda world: CLIENT,
    "clients:who-pays": lambda world: {"sponsor": str(world.sponsor.pk)},
    **dict.fromkeys(
        ("clients:add-guardian", "clients:change-guardian"),
        lambda world: PERSON | {"kind": "parent"},
    ),
    **dict.fromkeys(("clients:add-member", "clients:change-member"), lambda world: PERSON),
    **dict.fromkeys(
        ("clients:add-sponsor", "clients:change-sponsor"),
        lambda world: {"name": "Verrerie", "language": "fr"},
    ),
    **dict.fromkeys(
        ("clients:add-contact", "clients:change-contact"), lambda world: PERSON | {"signs": "on"}
    ),
    "contracts:repeat": lambda world: {
        "name": "Rosa Muguet", "email": "rosa@muguet.example", "settled": "on",
    },
    "contracts:explained": lambda world: {"explained_on": "2024-05-01"},
    "contracts:new": lambda world: {"client": str(world.odette.pk)},
    "contracts:draft": _draft,
    **dict.fromkeys(("contracts:take-in", "contracts:correct-taken-in"), _paper),
    "contracts:terms": lambda world: {"sessions_count": "9", "language": "fr"},
    "mfa_edit_webauthn": lambda world: {"name": "y"},
    "contracts:new-agreement": lambda world: {"capacity": "interpreter"},
    "contracts:new-framework": lambda world: {"sponsor": str(world.framework.sponsor_id)},
    "contracts:agreement-draft": lambda world: {"purpose": "huit séances", "language": "fr"},
    "contracts:framework-draft": lambda world: {"fee_per": "session", "language": "fr"},
    **dict.fromkeys(("cpd:add", "cpd:change", "cpd:renew"), _policy),
    "envelopes:correct": lambda world: {"name": "Odette", "email": "odette@neuf.example"},
    "envelopes:countersign": lambda world: {
        "typed_name": "Alice", "shown": world.half.envelope.text_sha256,
    },
    "envelopes:question": lambda world: {"answer": "Personne."},
    "envelopes:question-aloud": lambda world: {"spoken_on": "2024-05-01"},
    "ethics:adopt": lambda world: {
        "place": "Lyon", "name": "B", "step": "confirm", "sha256": world.edition.sha256,
    },
    "ethics:elsewhere": _scan,
    "practices:join": lambda world: {"name": "Dora", "password": PASSWORD},
    "practices:first-run": lambda world: {"practice": "Autre cabinet"},
    "practices:facts": lambda world: {
        "name": "Cabinet", "country": "FR", "vat_exempt": "on", "language": "fr",
        "timezone": "Europe/Paris",
    },
    "practices:invite": lambda world: {"email": "gus@example.org", "role": "coach"},
    "reminders:put-off": lambda world: {
        "source": "contracts.questions", "subject": str(world.question.pk), "day": "01/01/2099",
    },
    "reminders:settings": lambda world: {"digest_day": "4", "hour": "7"},
    "signing:card": lambda world: {"do": "ask", "question-work": "Et quand ?"},
    "signing:choose": _choices,
    "signing:review": lambda world: {"shown": world.ready.envelope.text_sha256},
    "signing:pass-on": lambda world: {"name": "Zoé", "email": "zoe@entreprise.example"},
    "signing:decline": lambda world: {"reason": "Pas maintenant."},
    "ui:language": lambda world: {"language": "en", "next": "/"},
}  # fmt: skip
