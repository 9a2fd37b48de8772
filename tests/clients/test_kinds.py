"""Adults, minors, adults under protection, teams: what each asks for, and what it lacks."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from clients import actions
from clients.actions import guardians
from clients.models import Client, Guardian, TeamMember
from coachpractice import clock
from coachpractice.audit.models import Entry
from coachpractice.registry.errors import Refused
from tests.clients.factories import (
    ClientFactory,
    GuardianFactory,
    SponsorFactory,
    TeamMemberFactory,
)

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def refused(alice, **facts):
    with pytest.raises(Refused) as refusal:
        ClientFactory(by=alice, **facts)
    assert Client.objects.count() == 0
    return list(refusal.value.fields)


def test_a_minor_has_a_birth_date_and_a_day_of_majority(alice):
    child = ClientFactory(by=alice, minor=True, born_on=date(2012, 2, 29))
    again = Client.objects.get(pk=child.pk)
    assert (again.born_on, again.adult_on, again.age_on(TODAY)) == (
        date(2012, 2, 29), date(2030, 3, 1), 14,
    )  # fmt: skip


def test_a_birth_date_stands_nowhere_in_plain(alice):
    ClientFactory(by=alice, minor=True, born_on=date(2012, 5, 17))
    stored = Client.objects.values_list("born_on", flat=True).get()
    assert b"2012" not in bytes(stored)


@pytest.mark.parametrize(
    ("born_on", "fields"),
    [
        (None, ["born_on"]),
        (date(2026, 11, 24), ["born_on"]),
        (date(2008, 11, 23), ["born_on"]),
    ],
    ids=["none", "tomorrow", "18 today"],
)
def test_a_minor_is_younger_than_18_and_born(alice, born_on, fields):
    assert refused(alice, minor=True, born_on=born_on) == fields


def test_the_day_before_they_are_18_somebody_is_a_minor(alice):
    child = ClientFactory(by=alice, minor=True, born_on=date(2008, 11, 24))
    assert child.adult_on == date(2026, 11, 24)


def test_what_else_is_known_of_a_minor_can_change_after_they_came_of_age(alice):
    child = ClientFactory(by=alice, minor=True, born_on=date(2008, 11, 24))
    with clock.at(date(2027, 1, 5)):
        changed = actions.change(child, by=alice, phone="06", born_on=date(2008, 11, 24))
    assert (changed.kind, changed.phone) == ("minor", "06")


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"protected": True, "protection": ""}, ["protection"]),
        ({"protected": True, "protection": "sickness"}, ["protection"]),
        ({"minor": True, "adult": True}, ["adult"]),
        ({"team": True, "born_on": date(2012, 1, 1)}, ["born_on"]),
        ({"born_on": date(1990, 1, 1)}, ["born_on"]),
        ({"protection": "mandate"}, ["protection"]),
        ({"vulnerable": True}, ["arrangement"]),
        ({"vulnerable": True, "arrangement": " \n "}, ["arrangement"]),
        ({"team": True, "vulnerable": True, "arrangement": "x"}, ["vulnerable"]),
        ({"arrangement": "x" * 4001, "vulnerable": True}, ["arrangement"]),
        ({"kind": "dog"}, ["kind"]),
        ({"team": True, "name": ""}, ["name"]),
    ],
)
def test_each_kind_asks_for_what_it_needs_and_no_more(alice, facts, fields):
    assert refused(alice, **facts) == fields


def test_only_an_adult_must_have_an_address(alice):
    assert refused(alice, email="") == ["email"]
    for trait in ("minor", "protected", "team"):
        assert ClientFactory(by=alice, **{trait: True}, email="").email == ""


def test_an_arrangement_is_dated_when_it_was_written(alice):
    client = ClientFactory(by=alice, vulnerable=True, arrangement="Sa sœur est prévenue.")
    with clock.at(date(2026, 12, 1)):
        actions.change(client, by=alice, phone="06")
        actions.change(client, by=alice, arrangement="Son frère est prévenu.")
    client.refresh_from_db()
    assert client.arranged_at.date() == date(2026, 12, 1)
    assert client.arranged_by == alice


def test_what_a_kind_does_not_have_goes_with_it(alice):
    child = ClientFactory(by=alice, minor=True, arrangement="Rien aux parents.")
    GuardianFactory(client=child)
    team = actions.change(child, by=alice, kind="team")
    TeamMemberFactory(client=team)
    adult = actions.change(team, by=alice, kind="adult", adult=True)
    assert (adult.born_on, adult.adult_on, adult.arrangement, adult.arranged_at) == (
        None, None, "", None,
    )  # fmt: skip
    assert adult.adult_confirmed_by == alice
    assert (Guardian.objects.count(), TeamMember.objects.count()) == (0, 0)


def test_an_adult_who_becomes_protected_stays_confirmed_as_adult(alice):
    client = ClientFactory(by=alice)
    protected = actions.change(client, by=alice, kind="protected", protection="curatorship")
    assert protected.adult_confirmed_at == client.adult_confirmed_at
    back = actions.change(protected, by=alice, kind="adult")
    assert (back.protection, bool(back.adult_confirmed_at)) == ("", True)


# Coming of age


def test_a_minor_who_is_18_is_an_adult_once_the_coach_says_so(alice):
    child = ClientFactory(by=alice, minor=True, born_on=date(2008, 11, 24))
    GuardianFactory(client=child)
    with clock.at(date(2026, 11, 24)):
        actions.confirm_adult(child, by=alice)
        adult = actions.confirm_adult(child, by=alice)
    assert (adult.kind, adult.born_on, adult.adult_on) == ("adult", None, None)
    assert adult.adult_confirmed_at.date() == date(2026, 11, 24)
    assert Guardian.objects.count() == 0
    assert Entry.objects.filter(event="client-of-age").count() == 1


def test_nobody_is_an_adult_a_day_early(alice):
    child = ClientFactory(by=alice, minor=True, born_on=date(2008, 11, 24))
    with pytest.raises(Refused):
        actions.confirm_adult(child, by=alice)
    assert Client.objects.get().kind == "minor"


# What the database holds


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "minor"},
        {"adult_on": TODAY},
        {"kind": "protected"},
        {"protection": "mandate"},
        {"vulnerable": True},
        {"kind": "team"},
        {"arranged_at": clock.now()},
    ],
)
def test_the_database_refuses_what_no_kind_is(alice, facts):
    client = ClientFactory(by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Client.objects.filter(pk=client.pk).update(**facts)


def test_the_sponsor_of_a_client_is_the_coach_s_own(alice, bob):
    theirs = SponsorFactory(by=bob)
    assert refused(alice, sponsor=theirs) == ["sponsor"]


# Guardians sign for some only


@pytest.mark.parametrize(
    ("trait", "kind", "taken"),
    [
        ("minor", "parent", True),
        ("minor", "guardian", True),
        ("minor", "curator", False),
        ("protected", "curator", True),
        ("protected", "representative", True),
        ("protected", "parent", False),
        ("minor", "", False),
    ],
)
def test_who_signs_is_one_of_those_who_may(alice, trait, kind, taken):
    client = ClientFactory(by=alice, **{trait: True})
    if taken:
        assert GuardianFactory(client=client, kind=kind).kind == kind
    else:
        with pytest.raises(Refused) as refusal:
            GuardianFactory(client=client, kind=kind)
        assert list(refusal.value.fields) == ["kind"]


@pytest.mark.parametrize("trait", ["team", ""])
def test_nobody_signs_for_an_adult_or_a_team(alice, trait):
    client = ClientFactory(by=alice, **({trait: True} if trait else {}))
    with pytest.raises(Refused):
        guardians.add(client, by=alice, name="A", email="a@example.org", kind="parent")
