"""Every page a coach and a client meet, with the example's people on them: accessible, valid, and
never wider than a phone."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.urls import reverse

from clients.models import Sponsor
from coachpractice.practices import example
from coachpractice.practices.models import Membership
from coachpractice.signing.models import Envelope, Question
from contracts.models import ConfidentialityAgreement, Contract, FrameworkContract
from tests.browser import enter_as
from tests.pages import assert_page_is_sound, assert_valid_html

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

LOOKS = [
    pytest.param(
        language, width, dark,
        id=f"{language}-{width}-{'dark' if dark else 'light'}",
    )
    for language in ("fr", "en") for width in (360, 1280) for dark in (False, True)
]  # fmt: skip
PUBLIC = ["account_login", "ethics:edition", "signing:verify"]
OWN = [
    "reminders:today", "clients:list", "clients:add", "clients:sponsors",
    "clients:add-sponsor", "clients:import", "search:search",
    "export:page", "export:leave", "contracts:list", "contracts:new",
    "contracts:agreements", "contracts:new-agreement", "contracts:frameworks",
    "contracts:new-framework",
    "ethics:register", "ethics:mine", "ethics:adopt", "ethics:elsewhere", "practices:settings",
    "reminders:settings", "practices:facts", "practices:profile", "practices:team",
    "practices:invite",
    "practices:remove-example", "accounts:account", "accounts:sessions", "mfa_index",
    "account_change_password", "cpd:standing",
]  # fmt: skip


@pytest.fixture
def helene(settings, tmp_path) -> Membership:
    settings.EMBEDDED = True
    settings.VAR_DIR = tmp_path
    call_command("ensure_seal")
    call_command("load_code")
    return example.make()


def addresses(helene: Membership) -> Iterator[str]:
    """Each page of the coach, those of objects with the example's own."""
    for name in OWN:
        yield reverse(name)
    for contract in Contract.objects.of_practice(helene.practice_id):
        yield reverse("clients:page", args=[contract.client_id])
        sent = contract.envelope_id or contract.taken_in_id
        for name in ("page",) if sent else ("draft", "as-client", "send"):
            yield reverse(f"contracts:{name}", args=[contract.pk])
        if contract.stops_on:
            yield reverse("contracts:settle", args=[contract.pk])
        if contract.taken_in:
            yield reverse("signing:verify-code", args=[contract.taken_in.code])
    yield reverse("clients:change", args=[contract.client_id])
    yield reverse("clients:who-pays", args=[contract.client_id])
    for model, name in (
        (Sponsor, "clients:sponsor"),
        (ConfidentialityAgreement, "contracts:agreement"),
        (FrameworkContract, "contracts:framework"),
    ):
        for row in model.objects.of_practice(helene.practice_id):
            yield reverse(name, args=[row.pk])
    yield reverse("envelopes:question", args=[Question.objects.get().pk])
    for envelope in Envelope.objects.of_practice(helene.practice_id):
        yield reverse("signing:verify-code", args=[envelope.code])


@pytest.mark.parametrize(("language", "width", "dark"), LOOKS)
def test_every_page_is_sound(helene, live_server, client, login, open_page, language, width, dark):
    helene.user.language = language
    helene.user.save()
    page = open_page(width=width, dark=dark, language=language)

    def visit(path: str) -> None:
        response = page.goto(live_server.url + path)
        assert response.status == 200, path
        assert_page_is_sound(page)
        assert_valid_html(response.text())

    for name in PUBLIC:
        visit(reverse(name, args=["2023"] if name == "ethics:edition" else []))
    login(client, helene)
    enter_as(page, client, live_server.url)
    for path in addresses(helene):
        visit(path)
