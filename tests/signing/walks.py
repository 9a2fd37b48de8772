"""What a guest does on the pages, step by step."""

from django.test import Client

from coachpractice.signing.models import Party
from tests.signing import samples


def answers(*, wrong: str = "", objecting_to: str = "") -> dict[str, str]:
    """The form of the confidentiality card, filled in."""
    right = {f"check-{key}": choice for key, choice in samples.RIGHT.items()}
    if wrong:
        right[f"check-{wrong}"] = {"who-may-learn": "summary", "if-in-danger": "silent"}[wrong]
    limits = {"limits": "agree"}
    if objecting_to:
        limits[f"limit-{objecting_to}"] = "object"
    return {**right, **limits}


def say_clear(browser: Client, card: str, **data: str):
    given = answers() if card == "confidentiality" else {}
    return browser.post(f"/s/part/{card}/", {**given, **data, "do": "clear"})


def read_all(browser: Client) -> None:
    for card in samples.CARDS:
        assert say_clear(browser, card).status_code == 302


def choices(**changed: str) -> dict[str, str]:
    given = {f"consent-{k}": "yes" if v else "no" for k, v in samples.CONSENTS.items()}
    return {**given, "typed_name": samples.CLIENT, **changed}


def choose(browser: Client, **changed: str):
    return browser.post("/s/choices/", choices(**changed))


def confirm(browser: Client, party: Party):
    return browser.post("/s/review/", {"shown": party.envelope.text_sha256})


def sign(browser: Client, party: Party) -> None:
    """The whole way, to the last button."""
    read_all(browser)
    assert choose(browser).status_code == 302
    assert confirm(browser, party).status_code == 302
