import pytest
from django.urls import reverse

from coachpractice.ui import navigation
from coachpractice.ui.navigation import Entry, Group
from tests.pages import ORIGIN, browse
from tests.ui.samples import Helene


def labels(entries):
    return [entry.label for entry in entries]


def test_entries_stand_by_group_and_order():
    assert labels(navigation.entries())[:5] == [
        "Aujourd’hui",
        "Clients",
        "Contrats",
        "Registre",
        "Mon code",
    ]


def test_an_entry_that_asks_a_right_shows_only_to_those_who_have_it():
    assert "Équipe" not in labels(navigation.entries_for(Helene()))
    assert "Équipe" not in labels(navigation.entries_for(None))
    owner = Helene()
    owner.may = lambda permission: True
    assert "Équipe" in labels(navigation.entries_for(owner))


def test_the_side_bar_marks_the_page_and_whatever_lies_below_it(helene):
    assert '<a href="/clients/" aria-current="page">' in helene.get("/clients/").text
    below = helene.get("/clients/1/").text
    assert '<a href="/clients/" aria-current="true">' in below
    assert below.count("aria-current") == 1


def test_the_side_bar_names_who_is_logged_in_and_logs_out_by_post(helene):
    page = helene.get("/").text
    assert "<strong>Hélène Aubépine</strong>" in page
    assert "<span>Cabinet Aubépine, Lyon</span>" in page
    assert '<form method="post" action="/log-out/">' in page


def test_the_phones_bar_takes_four_entries_and_no_page_twice():
    with pytest.raises(ValueError, match="bar is full"):
        navigation.register(Entry("x", "code-2", "sun", Group.EVERYDAY, 50))
    with pytest.raises(ValueError, match="lead to"):
        navigation.register(Entry("x", "clients", "sun", Group.OFFICE, 50))


def test_a_phone_opens_the_rest_of_the_menu_without_a_script(helene, open_page):
    page = open_page(width=360, height=740, scripts=False)
    browse(page, helene)
    page.goto(ORIGIN + "/")
    assert not page.get_by_role("link", name="Réglages").is_visible()
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Réglages").click()
    assert page.url == ORIGIN + reverse("settings")
