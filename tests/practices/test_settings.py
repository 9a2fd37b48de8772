from datetime import date

import pytest
from django.urls import reverse

from coachpractice.audit.models import Entry
from coachpractice.practices.forms import TYPED_BEFORE, adds_up
from coachpractice.practices.models import Practice, Profile
from tests.pages import assert_valid_html

pytestmark = pytest.mark.django_db

SETTINGS, FACTS, PROFILE, TEAM, INVITE = (
    reverse(f"practices:{name}") for name in ("settings", "facts", "profile", "team", "invite")
)
FACTS_TYPED = {
    "name": "Cabinet Églantine",
    "legal_form": "entreprise individuelle",
    "registration": "123456782",
    "address": "3, rue du Tilleul",
    "postcode": "69000",
    "city": "Lyon",
    "country": "FR",
    "vat_exempt": "on",
    "mediator_name": "Médiation de Clairnuit",
    "mediator_url": "mediation.example",
    "language": "fr",
    "timezone": "Europe/Paris",
}
PROFILE_TYPED = {
    "title": "coach de dirigeants",
    "phone": "+33 1 99 00 00 00",
    "methods": "écoute active (Carl Rogers)",
    "supervision_rhythm": "deux fois par mois",
    "deputy_name": "Édith Romarin",
}


@pytest.mark.parametrize(
    ("url", "owner", "coach"),
    [
        (SETTINGS, 200, 200),
        (PROFILE, 200, 200),
        (FACTS, 200, 403),
        (TEAM, 200, 403),
        (INVITE, 200, 403),
    ],
)
def test_an_owner_manages_the_practice_and_a_coach_only_their_profile(
    client, alice, bob, login, url, owner, coach
):
    page = login(client, alice, confirmed=True).get(url)
    assert page.status_code == owner
    assert_valid_html(page.text)
    assert login(client, bob, confirmed=True).get(url).status_code == coach


def test_an_owner_changes_the_facts_of_the_practice(client, alice, login):
    assert login(client, alice).post(FACTS, FACTS_TYPED).url == SETTINGS
    practice = Practice.objects.get(pk=alice.practice_id)
    assert practice.registration == "SIREN 123 456 782"
    assert practice.mediator_url == "https://mediation.example"
    entry = Entry.objects.get(event="practice-changed")
    assert entry.details == {"mediator_url": True, "registration": True}


def test_saving_the_same_facts_again_notes_nothing(client, alice, login):
    login(client, alice)
    for _ in range(2):
        client.post(FACTS, FACTS_TYPED)
    assert Entry.objects.filter(event="practice-changed").count() == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("SIREN 123 456 782", "SIREN 123 456 782"),
        ("siret: 12345678200002", "SIRET 123 456 782 00002"),
        ("RCS Lyon B 123", "RCS Lyon B 123"),
        ("", ""),
    ],
)
def test_a_registration_is_spaced_or_left_as_it_is(client, alice, login, typed, kept):
    login(client, alice).post(FACTS, FACTS_TYPED | {"registration": typed})
    assert Practice.objects.get(pk=alice.practice_id).registration == kept


def test_a_registration_with_a_wrong_digit_is_refused(client, alice, login):
    page = login(client, alice).post(FACTS, FACTS_TYPED | {"registration": "123456789"})
    assert page.context["form"].errors.keys() == {"registration"}
    assert (adds_up("123456782"), adds_up("123456789")) == (True, False)


def test_whoever_charges_vat_gives_its_number(client, alice, login):
    typed = {key: value for key, value in FACTS_TYPED.items() if key != "vat_exempt"}
    page = login(client, alice).post(FACTS, typed)
    assert page.context["form"].errors.keys() == {"vat_number"}


def test_a_coach_changes_their_own_profile_and_no_other(client, alice, bob, login):
    assert login(client, bob).post(PROFILE, PROFILE_TYPED).url == SETTINGS
    mine, hers = (Profile.objects.get(coach=member) for member in (bob, alice))
    assert (mine.supervision_rhythm, hers.supervision_rhythm) == (
        "deux fois par mois",
        "une fois par mois",
    )
    assert Entry.objects.get(event="profile-changed").actor == bob.pk
    assert "Édith Romarin" in client.get(SETTINGS).text


def test_names_of_others_in_a_profile_are_encrypted(client, bob, login):
    login(client, bob).post(PROFILE, PROFILE_TYPED)
    row = Profile.objects.filter(coach=bob).values().get()
    assert "Romarin" not in str(
        {key: bytes(value) if isinstance(value, bytes) else value for key, value in row.items()}
    )


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "{{ 7|add:7 }}", "a\u2028b", "é" * 200]
)
def test_strange_names_are_shown_as_they_were_typed(client, alice, login, name):
    login(client, alice).post(FACTS, FACTS_TYPED | {"name": name})
    page = client.get(SETTINGS)
    assert_valid_html(page.text)
    assert "<script>alert" not in page.text
    assert Practice.objects.get(pk=alice.practice_id).name == name


def test_what_contracts_need_is_not_called_optional_though_it_may_wait(client, alice, login):
    page = login(client, alice).get("/settings/practice/")
    optional = [field.name for field in page.context["form"] if "optional" in str(field.label)]
    assert optional == ["legal_form", "vat_number", "suppliers"]
    page = login(client, alice).get("/settings/profile/")
    labels = {field.name: str(field.label) for field in page.context["form"]}
    assert "optional" not in labels["methods"] + labels["supervision_rhythm"]
    assert "optional" in labels["tools"]


def test_what_is_kept_on_file_is_asked_no_more_but_what_was_typed_can_be_emptied(
    client, alice, login
):
    profile = Profile.objects.get(coach=alice)
    browser = login(client, alice)
    assert "insurer" not in browser.get(PROFILE).context["form"].fields
    profile.insurer, profile.insurance_until = "Mutuelle", date(2026, 12, 31)
    profile.save()
    page = browser.get(PROFILE)
    assert_valid_html(page.text)
    form = page.context["form"]
    assert [name for name in TYPED_BEFORE if name in form.fields] == ["insurer", "insurance_until"]
    assert browser.post(PROFILE, PROFILE_TYPED | {"insurer": "", "insurance_until": ""}).url
    profile.refresh_from_db()
    assert (profile.insurer, profile.insurance_until) == ("", None)


@pytest.mark.parametrize(
    ("asked", "back", "onward"),
    [("?from=today", "/", f"/?after={PROFILE}"), ("", "/settings/", "/settings/")],
)
def test_whoever_came_from_the_first_steps_goes_on_to_the_next(
    client, alice, login, asked, back, onward
):
    browser = login(client, alice)
    assert browser.get(f"{PROFILE}{asked}").context["back"] == back
    assert browser.post(f"{PROFILE}{asked}", {"title": "Coach"}).url == onward
