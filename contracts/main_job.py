"""The main job, done from end to end by the product itself: a code adopted, a contract sent, read
and signed through its mailed link, both sealed and verified."""

import re
import secrets
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.test import Client as Browser

from clients import actions as clients
from coachpractice.accounts import actions as accounts
from coachpractice.documents.lookups import answers
from coachpractice.documents.verifying import verify
from coachpractice.ethics.actions import adopt
from coachpractice.ethics.models import Edition
from coachpractice.jobs import actions as jobs
from coachpractice.mail import outbox
from coachpractice.practices import actions as practices
from coachpractice.practices.models import Membership
from coachpractice.signing.actions import concluding
from coachpractice.signing.models import Envelope
from coachpractice.signing.proof import Visit
from coachpractice.vault import files
from contracts import actions

COACH, CLIENT, ADDRESS = "Maud Clématite", "Odilon Pimprenelle", "odilon@courriel.example"


class Failed(Exception):
    """A step of the main job did not do what it should; the message says which."""


def run(folder: Path, tell: Callable[[str], None]) -> None:
    """Do the main job in a practice made for it, and leave code.pdf and contract.pdf in `folder`.

    Needs the outbox of the embedded default, since it reads its own mail. Raises Failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    coach = _coach()
    edition = Edition.objects.current()
    _step(edition is not None, "The code is loaded")
    assert edition
    adoption = adopt(by=coach, edition=edition, place="Lyon", name=coach.user.name)
    jobs.run_due()
    assert adoption.envelope
    _check(adoption.envelope, folder / "code.pdf")
    tell("The code is adopted, sealed and verified.")
    envelope = _sent(coach)
    tell("A contract is sent.")
    _sign_by_link(envelope)
    tell("The client signed it through the mailed link.")
    mine = envelope.parties.get(member=coach)
    concluding.choose(mine, consents={}, typed_name=coach.user.name)
    concluding.sign(mine, shown_sha256=envelope.text_sha256, visit=Visit())
    jobs.run_due()
    _check(envelope, folder / "contract.pdf")
    tell("The contract is countersigned, sealed, mailed to both and verified.")


def _coach() -> Membership:
    mark = secrets.token_hex(4)
    user = accounts.register(
        email=f"maud-{mark}@clematite.example",
        password=secrets.token_urlsafe(16),
        name=COACH,
        language="fr",
    )
    coach = practices.found(
        user=user,
        name="Cabinet Clématite",
        specimen=True,
        registration="SIREN 000 000 000",
        address="5, rue des Lilas",
        postcode="69000",
        city="Lyon",
        mediator_name="Médiation de Clairnuit",
        mediator_url="https://mediation.example/",
    )
    practices.change_profile(
        coach.profile,
        by=coach,
        methods="l’écoute active (Carl Rogers)",
        supervision_rhythm="une fois par mois",
    )
    return coach


def _sent(coach: Membership) -> Envelope:
    client = clients.add(
        by=coach, name=CLIENT, email=ADDRESS, adult=True, ties="none", fit="within", others="none"
    )
    contract = actions.save(
        actions.draft(client, by=coach),
        by=coach,
        fee_per_session_cents=12_000,
        client_expectations="Changer de métier sans se presser.",
        objectives=[{"text": "Choisir une voie", "indicator": "un choix écrit avant l’été"}],
    )
    envelope = actions.send(contract, by=coach)
    jobs.run_due()
    envelope.refresh_from_db()
    return envelope


def _sign_by_link(envelope: Envelope) -> None:
    """What a person does on the pages, without JavaScript."""
    browser, text = Browser(SERVER_NAME=settings.ALLOWED_HOSTS[0]), envelope.snapshot
    link = _link_in(_mail_to(ADDRESS))
    _step(browser.get(link).status_code == 200, "The link shows its door")
    _step(browser.post(link).status_code == 302, "The link opens")
    right = {f"check-{each['key']}": each["right"] for each in text["comprehension"]}
    limits = {"limits": "agree"}
    for card in text["cards"]:
        given = {**right, **limits} if card["key"] == text["answers_on"] else {}
        answer = browser.post(f"/s/part/{card['key']}/", {**given, "do": "clear"})
        _step(answer.status_code == 302, f"The part {card['key']} is clear")
    choices = {f"consent-{each['key']}": "yes" for each in text["consents"]}
    answer = browser.post("/s/choices/", {**choices, "typed_name": CLIENT})
    _step(answer.status_code == 302, "The choices are made")
    answer = browser.post("/s/review/", {"shown": envelope.text_sha256})
    _step(answer.headers.get("Location") == "/s/done/", "The client signs")
    jobs.run_due()


def _mail_to(address: str) -> EmailMessage:
    found: Iterator[EmailMessage] = (
        message for _name, _sent, message in outbox.read_all() if message["To"] == address
    )
    message = next(found, None)
    _step(message is not None, "The client has mail")
    assert message
    return message


def _link_in(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    found = re.search(r"/l/[\w.-]+", body.get_content() if body else "")
    _step(found is not None, "The mail holds a link")
    assert found
    return found.group()


def _check(envelope: Envelope, path: Path) -> None:
    """Keep the sealed copy, and judge it as anyone could."""
    envelope.refresh_from_db()
    _step(envelope.sealed is not None, f"{path.name} is sealed")
    assert envelope.sealed
    path.write_bytes(files.read(envelope.sealed))
    verdict = verify(path.read_bytes())
    _step(verdict.ok, f"{path.name}: {verdict.sentence}")
    known = answers(verdict)
    _step(bool(known) and all(each.ok for each in known), f"{path.name} is known here")


def _step(done: bool, what: str) -> None:
    if not done:
        raise Failed(what)
