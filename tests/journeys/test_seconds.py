"""How many seconds of doing a first contract, a signature and the next contract ask for.

    scripts/test --all tests/journeys/test_seconds.py -s

prints them (see `seconds.py` for what they are and are not).
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import CLIENT, COACH, Desk, Phone
from tests.journeys.seconds import Journey
from tests.signing import samples

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(240),
]


def test_a_first_contract_and_its_signature_are_a_matter_of_two_minutes(site, arrived, open_page):
    desk = Desk(open_page(), site)
    desk.found_practice()
    coach = Journey(desk.page)
    first_contract(coach, site)
    print("\n" + coach.report("First contract, from an empty practice", goal=120))

    desk.page.locator("form[action$='/send-now/'] button").click()  # or it leaves by itself later
    phone = Phone(open_page(width=360, height=740), site)
    phone.page.goto(link_in(arrived(CLIENT, 1)))
    client = Journey(phone.page, touch=True)
    signature(client)
    print(client.report("A client signs, without reading", goal=40))
    arrived(COACH, 2)
    assert coach.seconds <= 120
    assert client.seconds <= 40


def link_in(mail) -> str:
    return re.search(r"http\S+/l/\S+", mail.get_body(("plain",)).get_content()).group()


def first_contract(coach: Journey, site: str) -> None:
    """What one types is as short as a real answer can be; what is filled in already stays."""
    page = coach.page
    coach.click(page.locator("main .task-link").first)
    fill(
        coach,
        registration="732829320",
        address="5, rue des Lilas",
        postcode="69000",
        city="Lyon",
        mediator_name="CM Clairnuit",
        mediator_url="clairnuit.example",
    )
    submit(coach)
    fill(coach, methods="écoute active (Rogers)", supervision_rhythm="chaque mois")
    submit(coach)
    sign_the_code(coach)
    new_client(coach, samples.CLIENT, CLIENT)
    fill(
        coach,
        fee_per_session_cents="120",
        client_expectations="Changer de métier",
        objective_1="Choisir une voie",
        indicator_1="un choix écrit",
    )
    coach.click(page.get_by_role("button", name="Vérifier et envoyer"))
    coach.click(page.get_by_role("button", name=re.compile("^Envoyer à")))
    expect(page.get_by_text("Envoyé").first).to_be_visible()


def sign_the_code(coach: Journey) -> None:
    """The place stands there already: the town of the practice."""
    fill(coach, name="Maud Clématite")
    coach.click(coach.page.get_by_role("button", name="Relire avant de signer"))
    submit(coach)


def new_client(coach: Journey, name: str, email: str) -> None:
    fill(coach, name=name, email=email)
    coach.choose(coach.page.locator("[name=adult]"))
    for question, answer in (("ties", "none"), ("fit", "within"), ("others", "none")):
        coach.choose(coach.page.locator(f"[name={question}][value={answer}]"))
    submit(coach)


def signature(client: Journey) -> None:
    page = client.page
    clear = page.get_by_role("button", name="C’est clair pour moi")
    client.click(page.locator("main form button").first)
    client.click(page.locator("#card-work").locator(clear))
    part = page.locator("#card-confidentiality")
    for key, choice in samples.RIGHT.items():
        client.choose(part.locator(f"[name=check-{key}][value={choice}]"))
    client.choose(part.locator("[name=limits]"))
    client.click(part.locator(clear))
    client.click(page.locator("#card-ending").locator(clear))
    for key, given in {**samples.CONSENTS, "early-start": True}.items():
        client.choose(page.locator(f"[name=consent-{key}][value={'yes' if given else 'no'}]"))
    fill(client, typed_name=samples.CLIENT)
    client.click(page.get_by_role("button", name="Tout vérifier"))
    client.click(page.get_by_role("button", name=re.compile("Signer et m’engager")))
    expect(page.get_by_role("heading", name="C’est signé")).to_be_visible()


def fill(journey: Journey, **fields: str) -> None:
    for name, words in fields.items():
        journey.fill(journey.page.locator(f"[name={name}]"), words)


def submit(journey: Journey) -> None:
    journey.click(journey.page.locator("main form button[type=submit]").first)
