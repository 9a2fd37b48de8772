"""The pages about who stands beside a client, and about sponsors."""

from datetime import date

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from clients.models import Client, Guardian, Sponsor, SponsorContact, TeamMember
from coachpractice import clock
from tests.clients.factories import (
    ClientFactory,
    ContactFactory,
    GuardianFactory,
    SponsorFactory,
    TeamMemberFactory,
)
from tests.clients.test_pages import TYPED
from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse
from tests.strange import STRANGE

PERSON = {"name": "Solange Passerose", "email": "solange@example.org"}
PARENT = {**PERSON, "kind": "parent", "phone": "", "address": "", "authority": ""}
CONTACT = {**PERSON, "function": "DRH", "phone": "", "signs": "on"}
FIRM = {"name": "Verrerie de Clairnuit", "registration": "", "address": "", "language": "fr"}


@pytest.fixture
def desk(client, alice, login):
    """Alice's browser."""
    return login(client, alice)


@pytest.fixture
def child(alice):
    return ClientFactory(by=alice, minor=True, name="Marin Bergamote")


@pytest.fixture
def team(alice):
    return ClientFactory(by=alice, team=True)


@pytest.fixture
def sponsor(alice):
    return SponsorFactory(by=alice)


def said(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


# The kind of client


@pytest.mark.parametrize(
    ("kind", "asked", "not_asked"),
    [
        ("adult", {"adult", "vulnerable", "arrangement"}, {"born_on", "protection"}),
        ("minor", {"born_on", "arrangement"}, {"adult", "protection", "vulnerable"}),
        ("protected", {"protection", "arrangement"}, {"born_on", "adult", "vulnerable"}),
        ("team", {"name"}, {"born_on", "adult", "protection", "vulnerable", "arrangement"}),
        ("<x>", {"adult"}, {"born_on"}),
    ],
)
def test_each_kind_is_asked_what_it_needs(desk, kind, asked, not_asked):
    answer = desk.get(reverse("clients:add"), {"kind": kind})
    fields = set(answer.context["form"].fields)
    assert (asked - fields, not_asked & fields) == (set(), set())
    assert_valid_html(answer.content.decode())


def test_an_adult_is_what_is_asked_first(desk):
    form = desk.get(reverse("clients:add")).context["form"]
    assert form.kind == "adult"
    assert "sponsor" not in form.fields


def test_a_minor_s_file_is_opened(desk):
    with clock.at(date(2026, 11, 23)):
        typed = TYPED | {"born_on": "29/02/2012", "email": "", "adult": "on"}
        answer = desk.post(reverse("clients:add") + "?kind=minor", typed)
    client = Client.objects.get()
    assert answer.url == reverse("clients:page", args=[client.pk])
    assert (client.kind, client.born_on, client.adult_on) == (
        "minor", date(2012, 2, 29), date(2030, 3, 1),
    )  # fmt: skip
    assert client.adult_confirmed_at is None


@pytest.mark.parametrize(
    ("kind", "bad", "fields"),
    [
        ("minor", {"born_on": ""}, ["born_on"]),
        ("minor", {"born_on": "29/02/2013"}, ["born_on"]),
        ("minor", {"born_on": "01/01/1990"}, ["born_on"]),
        ("minor", {"born_on": "31/12/9999"}, ["born_on"]),
        ("minor", {"born_on": "01/01/0001"}, ["born_on"]),
        ("protected", {}, ["protection"]),
        ("protected", {"protection": "x"}, ["protection"]),
        ("adult", {"vulnerable": "on"}, ["arrangement"]),
    ],
)
def test_what_a_kind_lacks_is_said_at_its_field(desk, kind, bad, fields):
    answer = desk.post(reverse("clients:add") + f"?kind={kind}", TYPED | bad)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == fields
    assert Client.objects.count() == 0


def test_a_client_becomes_another_kind(desk, alice):
    client = ClientFactory(by=alice)
    url = reverse("clients:change", args=[client.pk])
    answer = desk.post(f"{url}?kind=protected", TYPED | {"protection": "curatorship"})
    assert answer.status_code == 302
    client.refresh_from_db()
    assert (client.kind, client.protection) == ("protected", "curatorship")


@pytest.mark.parametrize(("day", "kind"), [(22, "minor"), (23, "adult")])
def test_a_minor_is_an_adult_once_18_and_confirmed(desk, alice, day, kind):
    with clock.at(date(2026, 1, 5)):
        child = ClientFactory(by=alice, minor=True, born_on=date(2008, 11, 23))
    with clock.at(date(2026, 11, day)):
        page = desk.get(reverse("clients:page", args=[child.pk]))
        desk.post(reverse("clients:confirm-adult", args=[child.pk]))
    url = reverse("clients:confirm-adult", args=[child.pk])
    assert (f'action="{url}"' in page.text) is (kind == "adult")
    assert Client.objects.get().kind == kind


# Guardians and members


def test_a_guardian_is_added_to_the_client_of_the_address(desk, alice, child):
    other = ClientFactory(by=alice, minor=True)
    url = reverse("clients:add-guardian", args=[child.pk])
    assert "Marin Bergamote" in desk.get(url).text
    answer = desk.post(url, {**PARENT, "client": str(other.pk), "client_id": str(other.pk)})
    assert answer.url == reverse("clients:page", args=[child.pk])
    assert [each.client for each in Guardian.objects.all()] == [child]


def test_a_guardian_is_changed_under_their_own_client_alone(desk, alice, child):
    other = ClientFactory(by=alice, minor=True)
    guardian = GuardianFactory(client=child)
    url = reverse("clients:change-guardian", args=[child.pk, guardian.pk])
    assert desk.post(url, PARENT).status_code == 302
    assert Guardian.objects.get().name == "Solange Passerose"
    for name in ("change-guardian", "remove-guardian"):
        wrong = reverse(f"clients:{name}", args=[other.pk, guardian.pk])
        assert desk.post(wrong, PARENT).status_code == 404
    assert Guardian.objects.count() == 1


def test_a_guardian_is_removed_in_words(desk, child):
    guardian = GuardianFactory(client=child)
    url = reverse("clients:remove-guardian", args=[child.pk, guardian.pk])
    answer = desk.post(url, follow=True)
    assert answer.redirect_chain == [(reverse("clients:page", args=[child.pk]), 302)]
    assert len(said(answer)) == 1
    assert Guardian.objects.count() == 0


def test_where_nobody_signs_there_is_no_page_for_it(desk, alice, child, team):
    adult = ClientFactory(by=alice)
    pages = {
        (name, each.kind): desk.get(reverse(f"clients:{name}", args=[each.pk])).status_code
        for name in ("add-guardian", "add-member")
        for each in (adult, child, team)
    }
    assert [key for key, status in pages.items() if status == 200] == [
        ("add-guardian", "minor"),
        ("add-member", "team"),
    ]


def test_members_are_added_changed_and_removed(desk, team):
    url = reverse("clients:add-member", args=[team.pk])
    assert desk.post(url, PERSON).status_code == 302
    again = desk.post(url, PERSON)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["email"])
    member = TeamMember.objects.get()
    change = reverse("clients:change-member", args=[team.pk, member.pk])
    assert desk.post(change, PERSON | {"name": "Autre"}).status_code == 302
    assert TeamMember.objects.get().name == "Autre"
    desk.post(reverse("clients:remove-member", args=[team.pk, member.pk]))
    assert TeamMember.objects.count() == 0


# Sponsors


def test_a_sponsor_is_added_for_a_client(desk, alice):
    client = ClientFactory(by=alice)
    none_yet = desk.get(reverse("clients:who-pays", args=[client.pk]))
    url = f"{reverse('clients:add-sponsor')}?client={client.pk}"
    assert url in none_yet.text
    desk.post(url, FIRM)
    client.refresh_from_db()
    assert client.sponsor == Sponsor.objects.get()
    desk.post(reverse("clients:who-pays", args=[client.pk]), {"sponsor": ""})
    client.refresh_from_db()
    assert client.sponsor is None


@pytest.mark.parametrize("asked", ["?client=x", "?client=", "?client=<script>"])
def test_a_sponsor_is_added_for_no_client_that_is_not_there(desk, asked):
    assert desk.get(reverse("clients:add-sponsor") + asked).status_code == 404


def test_nobody_chooses_the_sponsor_of_another(desk, alice, bob, sponsor):
    theirs, client = SponsorFactory(by=bob, name="Zinnia"), ClientFactory(by=alice)
    url = reverse("clients:who-pays", args=[client.pk])
    assert "Zinnia" not in desk.get(url).text
    assert desk.post(url, {"sponsor": str(theirs.pk)}).status_code == 422
    added = desk.post(reverse("clients:add"), TYPED | {"sponsor": str(theirs.pk)})
    assert added.status_code == 422
    assert (
        desk.post(f"{reverse('clients:add-sponsor')}?client={client.pk}", FIRM).status_code == 302
    )


def test_the_next_client_of_a_sponsor_has_it_chosen(desk, sponsor):
    url = f"{reverse('clients:add')}?sponsor={sponsor.pk}"
    form = desk.get(url).context["form"]
    assert form["sponsor"].value() == str(sponsor.pk)
    desk.post(url, TYPED | {"sponsor": str(sponsor.pk)})
    assert Client.objects.get().sponsor == sponsor


def test_contacts_are_added_changed_and_removed(desk, sponsor):
    url = reverse("clients:add-contact", args=[sponsor.pk])
    assert desk.post(url, CONTACT).status_code == 302
    for bad, field in ((CONTACT, "email"), (PERSON | {"email": "b@example.org"}, "signs")):
        answer = desk.post(url, bad)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    contact = SponsorContact.objects.get()
    change = reverse("clients:change-contact", args=[sponsor.pk, contact.pk])
    assert desk.post(change, CONTACT | {"pays": "on"}).status_code == 302
    assert SponsorContact.objects.get().pays
    desk.post(reverse("clients:remove-contact", args=[sponsor.pk, contact.pk]))
    assert SponsorContact.objects.count() == 0


def test_a_sponsor_s_page_names_one_s_own_clients(desk, alice, sponsor):
    ClientFactory(by=alice, name="Odette", sponsor=sponsor)
    ClientFactory(by=alice, name="Lison")
    answer = desk.get(reverse("clients:sponsor", args=[sponsor.pk]))
    assert [row.client.name for row in answer.context["coached"]] == ["Odette"]


def test_what_is_worth_knowing_stands_on_both_pages(desk, alice, sponsor):
    child = ClientFactory(by=alice, minor=True, sponsor=sponsor)
    GuardianFactory(client=child, **PERSON)
    ContactFactory(sponsor=sponsor, **PERSON, pays=True)
    for url in (
        reverse("clients:page", args=[child.pk]),
        reverse("clients:sponsor", args=[sponsor.pk]),
    ):
        assert desk.get(url).text.count("alert-warning") == 1


# Queries


def asked(desk, url: str) -> tuple[int, int]:
    with (
        CaptureQueriesContext(connections["default"]) as rows,
        CaptureQueriesContext(connections["keyring"]) as keys,
    ):
        assert desk.get(url).status_code == 200
    return len(rows), len(keys)


def test_the_pages_ask_as_much_for_three_as_for_one(desk, alice, child, team, sponsor):
    def more() -> None:
        GuardianFactory(client=child)
        TeamMemberFactory(client=team)
        ContactFactory(sponsor=sponsor)
        ClientFactory(by=alice, sponsor=sponsor, minor=True)
        SponsorFactory(by=alice)

    pages = [
        reverse("clients:page", args=[child.pk]),
        reverse("clients:page", args=[team.pk]),
        reverse("clients:sponsor", args=[sponsor.pk]),
        reverse("clients:sponsors"),
        reverse("clients:add"),
    ]
    more()
    one = {url: asked(desk, url) for url in pages}
    more()
    more()
    assert {url: asked(desk, url) for url in pages} == one


# Strange things, narrow screens


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE)
def test_whatever_was_typed_is_shown_as_it_was(desk, alice, child, team, sponsor, words):
    GuardianFactory(client=child, name=words, authority=words, address=words)
    TeamMemberFactory(client=team, name=words)
    ContactFactory(sponsor=sponsor, name=words, function=words[:120])
    firm = SponsorFactory(by=alice, name=words, address=words)
    for url in (
        reverse("clients:page", args=[child.pk]),
        reverse("clients:page", args=[team.pk]),
        reverse("clients:sponsor", args=[sponsor.pk]),
        reverse("clients:sponsor", args=[firm.pk]),
        reverse("clients:sponsors"),
        reverse("clients:add"),
    ):
        html = desk.get(url).content.decode()
        assert_valid_html(html)
        assert escape(words) in html
        assert "<script>alert" not in html


def test_the_pages_hold_on_a_phone(desk, alice, child, team, sponsor, open_page):
    long = "une.tres.longue.adresse@une-tres-longue-organisation-de-la-region.example"
    guardian = GuardianFactory(client=child, name=next(iter(STRANGE.values())), email=long)
    member, contact = TeamMemberFactory(client=team), ContactFactory(sponsor=sponsor, pays=True)
    ClientFactory(by=alice, sponsor=sponsor)
    page = open_page(width=360)
    browse(page, desk)
    new = reverse("clients:add")
    for url in (
        *(f"{new}?kind={kind}" for kind in Client.Kind),
        reverse("clients:page", args=[child.pk]),
        reverse("clients:page", args=[team.pk]),
        reverse("clients:who-pays", args=[child.pk]),
        reverse("clients:add-guardian", args=[child.pk]),
        reverse("clients:change-guardian", args=[child.pk, guardian.pk]),
        reverse("clients:change-member", args=[team.pk, member.pk]),
        reverse("clients:sponsors"),
        reverse("clients:sponsor", args=[sponsor.pk]),
        reverse("clients:add-sponsor"),
        reverse("clients:change-sponsor", args=[sponsor.pk]),
        reverse("clients:change-contact", args=[sponsor.pk, contact.pk]),
    ):
        page.goto(ORIGIN + url)
        assert_page_is_sound(page)


def test_what_is_agreed_is_asked_once_somebody_is_vulnerable(desk, open_page):
    page = open_page()
    browse(page, desk)
    page.goto(ORIGIN + reverse("clients:add"))
    assert not page.locator("#id_arrangement").is_visible()
    page.locator("[name=vulnerable]").check()
    assert page.locator("#id_arrangement").is_visible()
    page.goto(f"{ORIGIN}{reverse('clients:add')}?kind=minor")
    assert page.locator("#id_arrangement").is_visible()
