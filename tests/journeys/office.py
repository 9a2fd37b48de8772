"""A practice that runs already: sponsors, children, protected adults, and what changes later."""

from datetime import date

from playwright.sync_api import Locator, expect

from tests.journeys.people import Desk

SPONSOR = "Verrerie des Sept Rives"
AYMAR, AYMARS = "Aymar Réséda", "aymar@verrerie.example"
ARRANGEMENT = "les dates des séances, et rien de leur contenu"


class Office(Desk):
    """The coach, at a computer, on any day but the first."""

    def open_file(self, name: str, email: str, kind: str = "adult", **facts: str) -> None:
        """A client's file, with what the code asks beforehand."""
        self.go(f"/clients/new/?kind={kind}")
        self.fill(name=name, email=email, **facts)
        if kind == "adult":
            self.page.locator("[name=adult]").check()
        self.settle_beforehand()

    def keep_file(self) -> None:
        self.press("Ouvrir le dossier")
        expect(self.page.locator("#h-around")).to_be_visible()
        self.client = self.page.url

    def add_sponsor(self) -> None:
        """From the client's file: who pays, and who signs there."""
        self.follow("Une organisation paie")
        self.follow("Ajouter un commanditaire")
        self.fill(name=SPONSOR, registration="SIRET 000 000 000 00000", address="1, rue du Four")
        self.save()
        self.follow("Ajouter un contact")
        self.fill(name=AYMAR, function="DRH", email=AYMARS)
        for part in ("signs", "attends", "pays"):
            self.page.locator(f"[name={part}]").check()
        self.save()
        expect(self.page.get_by_text(AYMARS)).to_be_visible()
        self.page.goto(self.client)

    def add_guardian(self, name: str, email: str, *, kind: str = "") -> None:
        """Whoever acts under a protection is chosen on the page already."""
        self.page.locator("main a[href*='/guardians/new/']").click()
        if kind:
            self.page.locator(f"[name=kind][value={kind}]").check()
        self.fill(name=name, email=email)
        self.save()
        expect(self.page.get_by_text(email)).to_be_visible()

    def begin_draft(self) -> None:
        self.page.goto(self.client)
        self.press("Rédiger le contrat")

    def type(self, **fields: str) -> None:
        self.fill(
            **{
                "fee_per_session_cents": "120",
                "client_expectations": "Parler plus librement en réunion.",
                "objective_1": "Tenir des réunions courtes",
                "indicator_1": "trente minutes, dès janvier",
                **fields,
            }
        )

    def add_private_objective(self, objective: str, sign: str) -> None:
        self.page.get_by_text("D’autres objectifs", exact=True).click()
        self.fill(objective_2=objective, indicator_2=sign)
        self.page.locator("[name=shared_2]").uncheck()

    def check(self) -> None:
        self.press("Vérifier et envoyer")
        expect(self.page.get_by_role("heading", name="Qui signe", exact=True)).to_be_visible()

    def change_declined(self, words: str, **fields: str) -> None:
        """Read why it was declined, and change it."""
        self.page.goto(self.contract)
        expect(self.page.get_by_text(words).first).to_be_visible()
        self.follow("Modifier le contrat")
        self.fill(**fields)

    def save(self) -> None:
        self.press("Enregistrer")

    def state(self) -> Locator:
        return self.page.locator(".page-head .badge")

    def see_in_force(self) -> None:
        self.see_it_sealed()
        expect(self.state()).to_have_text("En cours")


def typed(day: date) -> str:
    """A day as one types it."""
    return day.strftime("%d/%m/%Y")
