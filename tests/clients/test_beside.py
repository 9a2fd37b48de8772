"""Guardians, members of a team, contacts of a sponsor: added, changed, removed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from clients import actions, around
from clients.actions import contacts, guardians, members, sponsors
from clients.models import Client, Guardian, Sponsor, SponsorContact, TeamMember
from coachpractice import clock
from coachpractice.audit.models import Entry
from coachpractice.documents.verification_codes import new_code
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.signing.models import Envelope, Party
from coachpractice.vault.keyring.models import Key
from tests.clients.factories import (
    ClientFactory,
    ContactFactory,
    GuardianFactory,
    SponsorFactory,
    TeamMemberFactory,
)


def stored(table: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return b" ".join(
            bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
            for row in cursor.fetchall()
            for value in row
        )


def test_who_stands_beside_a_client_stands_nowhere_in_plain(alice):
    child, team = ClientFactory(by=alice, minor=True), ClientFactory(by=alice, team=True)
    facts = {"name": "Solange Passerose", "email": "solange@example.org"}
    more = {"phone": "0199", "address": "8, quai des Souffleurs", "authority": "jugement"}
    GuardianFactory(client=child, **facts, **more)
    TeamMemberFactory(client=team, **facts)
    sponsor = SponsorFactory(
        by=alice, name="Verrerie Passerose", registration="SIRET 99", address="quai des Souffleurs"
    )
    ContactFactory(sponsor=sponsor, **facts, phone="0199", function="jugement")
    words = [b"Passerose", b"solange", b"0199", b"Souffleurs", b"jugement", b"SIRET"]
    tables = ("guardian", "teammember", "sponsor", "sponsorcontact")
    found = {table: [w for w in words if w in stored(f"clients_{table}")] for table in tables}
    assert found == {table: [] for table in tables}
    assert Guardian.objects.get().authority == "jugement"
    assert SponsorContact.objects.get().function == "jugement"


def test_the_journal_tells_what_happened_and_no_name(alice):
    child = ClientFactory(by=alice, minor=True)
    guardian = GuardianFactory(client=child, name="Solange")
    guardians.change(guardian, by=alice, phone="06", name="Solange")
    guardians.remove(guardian, by=alice)
    told = [(each.event, each.details) for each in Entry.objects.filter(object=guardian.pk)]
    assert sorted(told, key=str) == [
        ("guardian-added", {"client": str(child.pk)}),
        ("guardian-changed", {"phone": True}),
        ("guardian-removed", {}),
    ]


# Contacts


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"signs": False}, ["signs"]),
        ({"name": ""}, ["name"]),
        ({"email": ""}, ["email"]),
        ({"function": "x" * 121}, ["function"]),
    ],
)
def test_a_contact_has_a_name_an_address_and_a_part(alice, facts, fields):
    sponsor = SponsorFactory(by=alice)
    with pytest.raises(Refused) as refusal:
        ContactFactory(sponsor=sponsor, **facts)
    assert list(refusal.value.fields) == fields
    assert SponsorContact.objects.count() == 0


def test_one_contact_may_do_all(alice):
    contact = ContactFactory(sponsor=SponsorFactory(by=alice), attends=True, pays=True)
    assert len(contact.parts) == 3


def test_the_database_holds_that_a_contact_has_a_part(alice):
    contact = ContactFactory(sponsor=SponsorFactory(by=alice))
    with pytest.raises(IntegrityError), transaction.atomic():
        SponsorContact.objects.filter(pk=contact.pk).update(signs=False)


@pytest.mark.parametrize("address", ["solange@verrerie.example", "Solange@Verrerie.EXAMPLE"])
def test_two_contacts_of_a_sponsor_have_two_addresses(alice, address):
    sponsor, other = SponsorFactory(by=alice), SponsorFactory(by=alice)
    ContactFactory(sponsor=sponsor, email="solange@verrerie.example")
    with pytest.raises(Refused) as refusal:
        ContactFactory(sponsor=sponsor, email=address)
    assert list(refusal.value.fields) == ["email"]
    assert ContactFactory(sponsor=other, email=address).email == address
    second = ContactFactory(sponsor=sponsor, email="b@verrerie.example")
    with pytest.raises(Refused):
        contacts.change(second, by=alice, email=address)


def test_a_contact_keeps_their_own_address_when_something_else_changes(alice):
    contact = ContactFactory(sponsor=SponsorFactory(by=alice))
    changed = contacts.change(contact, by=alice, email=contact.email, pays=True)
    assert changed.pays


def test_the_address_of_who_has_left_is_free(alice):
    sponsor = SponsorFactory(by=alice)
    contact = ContactFactory(sponsor=sponsor)
    _sign(contact)
    assert contacts.remove(contact, by=alice) is False
    assert ContactFactory(sponsor=sponsor, email=contact.email).email == contact.email


def test_with_a_contact_nobody_asked_go_the_keys_of_their_file(
    alice, django_capture_on_commit_callbacks
):
    contact = ContactFactory(sponsor=SponsorFactory(by=alice))
    assert Key.objects.filter(subject=contact.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert contacts.remove(contact, by=alice) is True
    assert not Key.objects.filter(subject=contact.pk).exists()
    assert not SponsorContact.objects.exists()


# Members


def test_two_members_of_a_team_have_two_addresses(alice):
    team = ClientFactory(by=alice, team=True)
    first = TeamMemberFactory(client=team)
    with pytest.raises(Refused) as refusal:
        TeamMemberFactory(client=team, email=first.email.upper())
    assert list(refusal.value.fields) == ["email"]
    members.change(first, by=alice, name="Autre", email=first.email)
    assert [each.name for each in team.members.all()] == ["Autre"]


def test_only_a_team_has_members(alice):
    with pytest.raises(Refused):
        TeamMemberFactory(client=ClientFactory(by=alice))


# Leaving


def _sign(person, *, waits=False):
    """An envelope in which this person signed, or is asked to."""
    now, sha256 = clock.now(), "0" * 64
    envelope = Envelope(
        practice_id=person.practice_id, kind="coaching-contract", subject=person.vault_subject,
        object=uuid4(), coach=Membership.objects.get(user__name__startswith="Alice"), language="fr",
        code=new_code(), snapshot={}, text_sha256=sha256, expires_at=now + timedelta(days=14),
        signed_at=None if waits else now,
    )  # fmt: skip
    envelope.save(force_insert=True)
    signed = {} if waits else {"signed_at": now, "shown_sha256": sha256}
    party = Party(
        practice_id=person.practice_id, envelope=envelope, role="client", name=person.name,
        email=person.email, person=person.pk, **signed,
    )  # fmt: skip
    party.save(force_insert=True)


def test_who_signed_keeps_a_place_in_the_past(alice):
    child = ClientFactory(by=alice, minor=True)
    guardian = GuardianFactory(client=child)
    _sign(guardian)
    with clock.at(date(2031, 1, 5)):
        assert guardians.remove(guardian, by=alice) is False
        assert guardians.remove(guardian, by=alice) is False
    guardian.refresh_from_db()
    assert (guardian.left_at.date(), guardian.left_by) == (date(2031, 1, 5), alice)
    assert list(Guardian.objects.for_list()) == []


def test_who_is_asked_to_sign_stays_until_that_is_taken_back(alice):
    child = ClientFactory(by=alice, minor=True)
    guardian = GuardianFactory(client=child)
    _sign(guardian, waits=True)
    with pytest.raises(Refused):
        guardians.remove(guardian, by=alice)
    assert Guardian.objects.there().get() == guardian


def test_who_was_never_asked_is_forgotten(alice):
    member = TeamMemberFactory(client=ClientFactory(by=alice, team=True))
    assert members.remove(member, by=alice) is True
    assert TeamMember.objects.count() == 0


# Who sees whom


def test_only_the_coach_sees_who_stands_beside_their_clients(alice, bob, charlie):
    GuardianFactory(client=ClientFactory(by=bob, minor=True))
    TeamMemberFactory(client=ClientFactory(by=bob, team=True))
    ContactFactory(sponsor=SponsorFactory(by=bob))
    seen = {
        model.__name__: [model.objects.visible_to(each).count() for each in (bob, alice, charlie)]
        for model in (Guardian, TeamMember, Sponsor, SponsorContact)
    }
    assert seen == {name: [1, 0, 0] for name in seen}


# What is worth knowing


def notices(client, alice):
    fresh = Client.objects.visible_to(alice).select_related("sponsor").unlocked().get(pk=client.pk)
    return around.Around(fresh, by=alice).notices


@pytest.fixture
def sponsor(alice):
    return SponsorFactory(by=alice)


def test_a_parent_who_also_pays_is_pointed_out(alice, sponsor):
    child = ClientFactory(by=alice, minor=True, sponsor=sponsor)
    GuardianFactory(client=child, name="Solange", email="Solange@example.org")
    GuardianFactory(client=child, name="Tancrède")
    ContactFactory(sponsor=sponsor, email="solange@example.org", pays=True)
    found = notices(child, alice)
    assert [("Solange" in words, "Tancrède" in words) for words in found] == [(True, False)]


def test_a_parent_who_stands_for_the_sponsor_is_pointed_out_in_other_words(alice, sponsor):
    child = ClientFactory(by=alice, minor=True, sponsor=sponsor)
    GuardianFactory(client=child, email="solange@example.org")
    ContactFactory(sponsor=sponsor, email="solange@example.org", pays=True)
    pays = notices(child, alice)
    SponsorContact.objects.update(pays=False)
    assert len(notices(child, alice)) == 1
    assert notices(child, alice) != pays


@pytest.mark.parametrize(
    ("mine", "theirs", "warned"),
    [
        ("odette@verrerie.example", "rh@verrerie.example", True),
        ("odette@Verrerie.example", "rh@paris.verrerie.example", True),
        ("odette@notverrerie.example", "rh@verrerie.example", False),
        ("odette@gmail.com", "rh@gmail.com", False),
        ("odette@orange.fr", "rh@orange.fr", False),
        ("odette@example.org", "rh@verrerie.example", False),
    ],
)
def test_a_work_mailbox_is_pointed_out(alice, sponsor, mine, theirs, warned):
    client = ClientFactory(by=alice, email=mine, sponsor=sponsor)
    ContactFactory(sponsor=sponsor, email=theirs)
    assert bool(notices(client, alice)) is warned


def test_two_who_share_a_mailbox_are_pointed_out(alice):
    child = ClientFactory(by=alice, minor=True, email="famille@example.org")
    assert notices(child, alice) == []
    GuardianFactory(client=child, email="famille@example.org")
    GuardianFactory(client=child, email="Famille@example.org")
    assert len(notices(child, alice)) == 3


def test_nothing_is_pointed_out_without_a_reason(alice, sponsor):
    child = ClientFactory(by=alice, minor=True, sponsor=sponsor, email="")
    GuardianFactory(client=child)
    ContactFactory(sponsor=sponsor)
    assert notices(child, alice) == []


# Sponsors


def test_a_sponsor_needs_a_name_and_keeps_what_is_not_named(alice):
    with pytest.raises(Refused) as refusal:
        SponsorFactory(by=alice, name=" ")
    assert list(refusal.value.fields) == ["name"]
    sponsor = SponsorFactory(by=alice, registration="99")
    changed = sponsors.change(sponsor, by=alice, name="Autre", address="1, rue\nLyon")
    assert (changed.name, changed.registration, changed.address) == ("Autre", "99", "1, rue\nLyon")


def test_a_client_s_sponsor_is_chosen_and_unchosen(alice, sponsor):
    client = ClientFactory(by=alice)
    assert actions.set_sponsor(client, by=alice, sponsor=sponsor).sponsor == sponsor
    assert actions.set_sponsor(client, by=alice, sponsor=None).sponsor is None
