"""manage.py check_journal"""

import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from coachpractice.audit import journal
from coachpractice.audit.models import ChainedEntry, Entry
from tests.audit.samples import write_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    practice = uuid.uuid4()
    write_many(practice, 3)
    journal.seal(practice)
    return practice


def check(*arguments):
    out = StringIO()
    call_command("check_journal", *arguments, stdout=out)
    return out.getvalue()


def test_whole_chains_hold(practice):
    head = journal.head(practice)[1]
    assert check() == f"journal {practice} holds: head 3:{head}\n1 chains hold.\n"


def test_nothing_to_check_is_no_fault():
    assert check() == "0 chains hold.\n"


def test_a_changed_entry_makes_it_fail(practice):
    Entry.objects.filter(chained__seq=2).update(event="tests.other")
    with pytest.raises(CommandError, match=r"^1 of 1 chains do not hold\.$"):
        check("--practice", str(practice))


def test_one_broken_chain_of_two_is_named(practice):
    other = uuid.uuid4()
    write_many(other, 2)
    journal.seal(other)
    Entry.objects.filter(chained__seq=2, stream=practice).update(event="tests.other")
    with pytest.raises(CommandError, match=r"^1 of 2 chains do not hold\.$"):
        check()
    assert check("--practice", str(other)).startswith(f"journal {other} holds: head 2:")


def test_a_cut_tail_shows_against_a_printed_head(practice):
    number, digest = journal.head(practice)
    ChainedEntry.objects.filter(seq=3).delete()
    check("--practice", str(practice))
    with pytest.raises(CommandError, match="do not hold"):
        check("--practice", str(practice), "--head", f"{number}:{digest}")


def test_an_unknown_practice_is_said(practice):
    with pytest.raises(CommandError, match="There is no journal"):
        check("--practice", str(uuid.uuid4()))


@pytest.mark.parametrize("head", ["3", "x:y", "3:abc"])
def test_a_head_that_is_none_is_refused(practice, head):
    with pytest.raises(CommandError, match="write the number"):
        check("--practice", str(practice), "--head", head)
