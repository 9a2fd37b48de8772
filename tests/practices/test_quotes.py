import pytest

from coachpractice.practices.models import Membership
from coachpractice.registry.quotes import QUOTES
from contracts.wording import load, shipped
from tests.factories import MembershipFactory, PracticeFactory

pytestmark = pytest.mark.django_db


def quoted(key: str, coach: Membership, language: str = "fr") -> str:
    return QUOTES.get(key).read(coach, language)


@pytest.mark.parametrize(("template", "language"), shipped())
def test_every_quote_about_the_coach_has_a_home(template, language):
    wanted = {
        placeholder.key
        for placeholder in load(template, language).placeholders
        if placeholder.source == "quote" and not placeholder.key.startswith("client_")
    }
    assert wanted - set(QUOTES.names()) == set()


def test_what_is_filled_in_is_quoted(alice):
    assert quoted("coach_name", alice) == "Alice Églantine"
    assert quoted("coach_email", alice) == "alice@example.org"
    assert quoted("coach_address", alice) == "3, rue du Tilleul, 69000 Lyon"
    assert quoted("mediator_url", alice) == "mediation.example"
    assert quoted("methods", alice) == "écoute active (Carl Rogers)"
    assert quoted("supervisor_frequency", alice) == "une fois par mois"


def test_what_is_not_filled_in_is_empty(db):
    coach = MembershipFactory(practice=PracticeFactory(city="", mediator_url=""))
    empty = ("coach_address", "mediator_url", "deputy_name", "insurance_insurer", "processors")
    assert [quoted(key, coach) for key in empty] == [""] * 5


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "no VAT charged, article 293 B of the French tax code"),
        ({"country": "BE"}, "no VAT charged"),
        ({"vat_exempt": False, "vat_number": "FR00"}, "VAT included, number FR00"),
        ({"vat_exempt": False}, ""),
    ],
)
def test_the_vat_sentence_follows_the_facts(db, facts, said):
    coach = MembershipFactory(practice=PracticeFactory(**facts))
    assert quoted("vat_sentence", coach, "en") == said


def test_every_quote_says_where_to_fill_it_in(alice):
    from django.urls import reverse

    about_us = [quote for quote in QUOTES if quote.mend.startswith(("practices:", "accounts:"))]
    assert len(about_us) >= 14
    for quote in about_us:
        assert reverse(quote.mend)
