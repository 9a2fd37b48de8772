from html import unescape
from zoneinfo import available_timezones

import pytest
from django.urls import reverse
from django.utils import translation

from coachpractice.accounts import zones
from tests.pages import assert_valid_html


@pytest.mark.parametrize(
    ("language", "groups", "london", "town"),
    [
        ("fr", ["France", "Pays voisins", "Europe", "Afrique", "Amérique"], "Londres", "Varsovie"),
        (
            "en",
            ["France", "France’s neighbours", "Europe", "Africa", "America"],
            "London",
            "Warsaw",
        ),
    ],
)
def test_france_and_its_neighbours_come_first_in_the_readers_words(language, groups, london, town):
    with translation.override(language):
        found = zones.choices()
    assert [name for name, _ in found][:5] == groups
    names = {zone: name for _, rows in found for zone, name in rows}
    assert (names["Europe/London"], names["Europe/Warsaw"]) == (london, town)
    assert names["America/Argentina/Salta"] == "Salta (Argentina)"


def test_no_zone_is_offered_twice_and_none_is_left_out():
    offered = [zone for _, rows in zones.choices() for zone, _ in rows]
    assert len(offered) == len(set(offered))
    places = {zone for zone in available_timezones() if zone.partition("/")[0] in zones.REGIONS}
    assert set(offered) == places


def test_the_list_stands_in_groups_and_takes_any_of_them(client, alice, login):
    page = login(client, alice).get(reverse("accounts:account"))
    assert_valid_html(page.text)
    assert '<optgroup label="Pays voisins">' in unescape(page.text)
    typed = {"name": "Alice", "language": "fr", "timezone": "Pacific/Chatham"}
    assert client.post(reverse("accounts:account"), typed).status_code == 302
    alice.user.refresh_from_db()
    assert alice.user.timezone == "Pacific/Chatham"
    typed["timezone"] = "Mars/Olympus"
    assert "timezone" in client.post(reverse("accounts:account"), typed).context["form"].errors
