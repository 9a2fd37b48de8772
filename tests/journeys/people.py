"""The people of the journeys, and what they do on the pages."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.signing import samples

COACH, NAME = "maud@clematite.example", "Maud Clématite"
CLIENT = "odette@courriel.example"
RIGHT = samples.RIGHT | {
    "organisation-asks": "nothing",
    "signatory-asks": "agreed",
    "child-told": "agreed",
    "child-danger": "protects",
}
# Phones without scripts, where more can go wrong; with them in scripts/test --all.
PHONES = pytest.mark.parametrize(
    "take_phone",
    [False, pytest.param(True, marks=pytest.mark.slow)],
    ids=["no-scripts", "scripts"],
    indirect=True,
)
PICTURES = os.environ.get("PICTURES")


class Visitor:
    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        page.set_default_timeout(20_000)

    def go(self, path: str) -> None:
        self.page.goto(self.site + path)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name={name}]").fill(value)

    def picture(self, name: str) -> None:
        """Keep what is seen now for the README (PICTURES names the folder)."""
        if PICTURES:
            self.page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


class Desk(Visitor):
    """The coach, at a computer."""

    def found_practice(self) -> None:
        self.go("/")
        self.fill(
            practice="Cabinet Clématite",
            name=NAME,
            email=COACH,
            password="quatre-lilas-au-jardin",
        )
        self.press("Fonder le cabinet")
        expect(self.page.get_by_role("heading", name="Aujourd’hui", exact=True)).to_be_visible()

    def fill_in_settings(self) -> None:
        self.go("/settings/practice/")
        self.fill(
            registration="SIREN 000 000 000",
            address="5, rue des Lilas",
            postcode="69000",
            city="Lyon",
            mediator_name="Médiation de Clairnuit",
            mediator_url="https://mediation.example/",
        )
        self.press("Enregistrer")
        self.go("/settings/profile/")
        self.fill(methods="écoute active (Carl Rogers)", supervision_rhythm="une fois par mois")
        self.press("Enregistrer")
        self.page.wait_for_url("**/settings/")

    def sign_the_code(self) -> None:
        self.go("/code/mine/sign/")
        self.fill(place="Lyon", name=NAME)
        self.press("Relire avant de signer")
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url("**/code/mine/")

    def add_client(self) -> None:
        self.go("/clients/new/")
        self.fill(name=samples.CLIENT, email=CLIENT)
        self.page.locator("[name=adult]").check()
        self.settle_beforehand()
        self.press("Ouvrir le dossier et préparer le contrat")
        expect(self.page.get_by_role("heading", name=samples.CLIENT)).to_be_visible()

    def settle_beforehand(self) -> None:
        """What the code asks before one begins, on the page of a new client."""
        for question in ("ties", "others"):
            self.page.locator(f"[name={question}][value=none]").check()
        self.page.locator("[name=fit][value=within]").check()

    def draft_contract(self) -> None:
        self.fill(
            fee_per_session_cents="120",
            client_expectations="Changer de métier sans se presser.",
            objective_1="Choisir une voie",
            indicator_1="un choix écrit avant l’été",
        )
        self.picture("draft")
        self.press("Vérifier et envoyer")

    def send_contract(self, to: str = samples.CLIENT) -> None:
        self.press(f"Envoyer à {to}")
        self.contract = self.page.url
        now = self.page.locator("form[action$='/send-now/'] button")
        if now.count():
            now.click()

    def answer(self, words: str) -> None:
        self.page.goto(self.contract)
        self.follow("« Est-ce que quelqu’un")
        self.fill(answer=words)
        self.press("Envoyer la réponse")

    def countersign(self) -> None:
        self.page.goto(self.contract)
        self.picture("contract")
        self.follow("Vérifiez, puis signez")
        self.fill(typed_name=NAME)
        self.press("Signer")

    def see_it_sealed(self) -> None:
        self.page.goto(self.contract)
        expect(self.page.get_by_text("Le PDF scellé")).to_be_visible()

    def see_register_changed(self) -> None:
        self.go("/register/")
        clause = self.page.locator("#contract-understood")
        expect(clause.locator(".badge")).to_have_text("Respectée")
        self.picture("register")


class Phone(Visitor):
    """Somebody who signs, on a phone, with or without JavaScript."""

    def open_link(self, mail, heading: str = "Contrat de coaching") -> None:
        body = mail.get_body(("plain",)).get_content()
        self.page.goto(re.search(r"http\S+/l/\S+", body).group())
        self.page.locator("main form button").click()
        expect(self.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()

    def part(self, key: str):
        return self.page.locator(f"#card-{key}")

    def clear(self, key: str) -> None:
        self.part(key).get_by_role("button", name="C’est clair pour moi").click()

    def read_and_ask(self) -> None:
        self.picture("sign-phone")
        self.clear("work")
        part = self.part("confidentiality")
        part.get_by_text("J’ai une question", exact=True).click()
        words = "Est-ce que quelqu’un d’autre peut lire vos notes ?"
        part.locator("textarea").fill(words)
        part.get_by_role("button", name="Envoyer ma question").click()
        expect(self.part("confidentiality").get_by_text("En attente de réponse")).to_be_visible()

    def read_answer_and_go_on(self, words: str) -> None:
        expect(self.page.get_by_text(words)).to_be_visible()
        self.agree_to_limits()
        self.clear("ending")

    def read_all(self) -> None:
        self.clear("work")
        self.agree_to_limits()
        self.clear("ending")

    def agree_to_limits(self) -> None:
        """The part that asks something: the limits of secrecy, and short questions."""
        part = self.part("confidentiality")
        for key, choice in RIGHT.items():
            for box in part.locator(f"[name=check-{key}][value={choice}]").all():
                box.check()
        part.locator("[name=limits]").check()
        self.clear("confidentiality")

    def choose_and_sign(self, name: str = samples.CLIENT) -> None:
        """Yes to what they are asked, but for their hours in a list."""
        expect(self.page.locator("[name=typed_name]")).to_be_visible()
        for box in self.page.locator("[name^=consent-][value=yes]").all():
            box.check()
        for box in self.page.locator("[name=consent-accreditation-log][value=no]").all():
            box.check()
        self.fill(typed_name=name)
        self.press("Tout vérifier")
        self.page.get_by_role("button", name=re.compile("^Signer")).click()
        expect(self.page.get_by_role("heading", name="C’est signé")).to_be_visible()

    def decline(self, why: str) -> None:
        self.follow("Refuser ce contrat")
        self.fill(reason=why)
        self.press("Refuser le contrat")
        expect(
            self.page.get_by_role("heading", name="Il n’y a plus rien à signer ici")
        ).to_be_visible()


def sealed_copy(mail, path: Path) -> Path:
    """The PDF that came with a mail."""
    (attached,) = (each for each in mail.iter_attachments() if each.get_content_subtype() == "pdf")
    path.write_bytes(attached.get_content())
    return path


def words(file: Path) -> str:
    """What a PDF says, on one line."""
    said = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True
    )
    return " ".join(said.stdout.decode().split())


def verdict(page: Page, site: str, file: Path) -> str:
    """What the public page says of a file."""
    page.goto(f"{site}/v/")
    page.locator("input[type=file]").set_input_files(str(file))
    page.get_by_role("button", name="Vérifier ce fichier").click()
    return page.get_by_role("heading", level=1).inner_text()
