from datetime import date

import pytest
from django.db import connection

from clients import actions
from clients.models import Client
from coachpractice import clock
from coachpractice.audit.models import Entry
from coachpractice.registry.errors import Refused
from tests.clients.factories import ClientFactory
from tests.strange import STRANGE


def test_codes_follow_one_another_for_each_coach(alice, bob):
    codes = [ClientFactory(by=coach).code for coach in (alice, bob, alice, alice)]
    assert codes == ["C-001", "C-001", "C-002", "C-003"]


def test_a_code_goes_on_past_999(alice):
    assert [Client(number=n).code for n in (1, 999, 1000)] == ["C-001", "C-999", "C-1000"]


def test_who_somebody_is_stands_nowhere_in_plain(alice):
    facts = {"name": "Odette Passerose", "email": "odette@example.org", "phone": "01 99 00 00 00",
             "address": "8, quai des Souffleurs", "ties": "some", "ties_detail": "ma voisine",
             "others": "harmless", "others_detail": "même club que C-002"}  # fmt: skip
    client = ClientFactory(by=alice, **facts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM clients_client")
        row = b" ".join(
            bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
            for value in cursor.fetchone()
        )
    told = [facts[name] for name in ("name", "email", "phone", "address")]
    told += [facts["ties_detail"], facts["others_detail"]]
    assert [words for words in told if words.encode() in row] == []
    again = Client.objects.get(pk=client.pk)
    assert {name: getattr(again, name) for name in facts} == facts


def test_the_journal_tells_what_changed_and_no_name(alice):
    client = ClientFactory(by=alice, name="Odette Passerose")
    actions.change(client, by=alice, name="Odette Pervenche", phone="06")
    entries = Entry.objects.filter(object=client.pk).order_by("at", "id")
    told = [(each.event, each.details) for each in entries]
    assert told == [
        ("client-added", {}),
        ("client-changed", {"name": True, "phone": True}),
    ]


def test_a_change_of_nothing_leaves_no_entry(alice):
    client = ClientFactory(by=alice)
    actions.change(client, by=alice, name=client.name, ties="none", adult=True)
    assert Entry.objects.filter(object=client.pk).count() == 1


def test_what_was_declared_is_dated_anew_only_when_it_differs(alice):
    with clock.at(date(2026, 1, 5)):
        client = ClientFactory(by=alice)
    with clock.at(date(2026, 2, 5)):
        actions.change(client, by=alice, ties="none", fit="outside", name="Autre")
    client.refresh_from_db()
    declared = [client.ties_declared_at, client.others_checked_at, client.fit_assessed_at]
    assert [moment.date() for moment in declared] == [
        date(2026, 1, 5), date(2026, 1, 5), date(2026, 2, 5),
    ]  # fmt: skip
    assert client.fit_assessed_by == alice


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"name": ""}, ["name"]),
        ({"name": " \n\t "}, ["name"]),
        ({"email": "", "name": ""}, ["name", "email"]),
        ({"name": "x" * 201}, ["name"]),
        ({"ties": "some"}, ["ties_detail"]),
        ({"others": "raised"}, ["others_detail"]),
    ],
)
def test_what_cannot_stand_is_refused_field_by_field(alice, facts, fields):
    with pytest.raises(Refused) as refused:
        ClientFactory(by=alice, **facts)
    assert list(refused.value.fields) == fields
    assert Client.objects.count() == 0


@pytest.mark.parametrize("name", STRANGE.values(), ids=STRANGE)
def test_strange_names_are_kept_as_they_are(alice, name):
    client = ClientFactory(by=alice, name=name)
    assert Client.objects.get(pk=client.pk).name == name


def test_a_name_has_one_line_and_no_control_character(alice):
    client = ClientFactory(by=alice, name="Odette\r\nBcc: x@example.org\x00\x1b[31m")
    assert client.name == "Odette Bcc: x@example.org [31m"


def test_two_clients_may_have_the_same_name(alice):
    names = [ClientFactory(by=alice, name="Odette").name for _ in range(2)]
    assert names == ["Odette", "Odette"]


def test_an_unknown_fact_is_a_fault_of_the_program(alice):
    with pytest.raises(TypeError):
        ClientFactory(by=alice, colour="red")
