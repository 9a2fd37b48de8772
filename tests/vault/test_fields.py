"""Encrypted fields, on the rows of a coach's profile and invitations."""

import uuid

import pytest
from django.db import connection, connections, models
from django.test.utils import CaptureQueriesContext, isolate_apps

from coachpractice.practices.models import Invitation, Profile
from coachpractice.vault import box, keys
from coachpractice.vault.fields import (
    Ciphertext,
    EncryptedJSONField,
    EncryptedTextField,
    is_filled,
)
from coachpractice.vault.keyring.models import Key
from tests.factories import MembershipFactory, ProfileFactory

pytestmark = pytest.mark.django_db
CANARY = "canari-7f3a-Ω"


@pytest.fixture
def profile():
    return Profile.objects.get(coach=MembershipFactory(profile__phone=CANARY))


def raw(model, pk, column):
    """What really stands in the table."""
    quoted = pk.hex if connection.vendor == "sqlite" else str(pk)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} WHERE id = %s", [quoted])
        return bytes(cursor.fetchone()[0])


def put(model, pk, column, blob):
    quoted = pk.hex if connection.vendor == "sqlite" else str(pk)
    with connection.cursor() as cursor:
        table = model._meta.db_table
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [blob, quoted])


@pytest.mark.parametrize("text", ["", "x", "Élodie d’Œuvre", "\x00\n\r\t", "🙂" * 5000, "0"])
def test_text_comes_back_as_it_was(profile, text):
    profile.phone = text
    profile.save()
    assert Profile.objects.get(pk=profile.pk).phone == text


@pytest.mark.parametrize(("text", "filled"), [("", False), ("x", True), ("0", True)])
def test_whether_something_is_written_is_known_without_a_key(profile, text, filled):
    profile.phone = text
    assert is_filled(profile, "phone") is filled
    profile.save()
    again = Profile.objects.get(pk=profile.pk)
    with CaptureQueriesContext(connections["keyring"]) as asked:
        assert is_filled(again, "phone") is filled
    assert len(asked) == 0


def test_the_table_holds_no_word_of_it(profile):
    stored = raw(Profile, profile.pk, "phone")
    assert CANARY.encode() not in stored
    assert len(stored) == len(CANARY.encode()) + box.OVERHEAD


def test_saving_something_else_leaves_it_as_it_stands(profile):
    before = raw(Profile, profile.pk, "phone")
    again = Profile.objects.get(pk=profile.pk)
    again.title = "Coach"
    again.save()
    assert raw(Profile, profile.pk, "phone") == before


def test_a_saved_object_still_reads_well(profile):
    profile.phone = "06"
    profile.save()
    assert profile.phone == "06"


def test_a_refreshed_and_a_deferred_object_read_well(profile):
    profile.refresh_from_db()
    assert profile.phone == CANARY
    assert Profile.objects.defer("phone").get(pk=profile.pk).phone == CANARY
    assert Profile.objects.only("title").get(pk=profile.pk).phone == CANARY


def test_bulk_create_encrypts(profile):
    rows = [
        Invitation(
            practice_id=profile.practice_id,
            invited_by_id=profile.coach_id,
            email=f"{CANARY}{number}@example.org",
            expires_at="2026-12-01T00:00Z",
        )
        for number in range(3)
    ]
    Invitation.objects.bulk_create(rows)
    assert [Invitation.objects.get(pk=row.pk).email for row in rows] == [
        f"{CANARY}{number}@example.org" for number in range(3)
    ]
    assert CANARY.encode() not in raw(Invitation, rows[0].pk, "email")


def test_it_can_neither_be_queried_nor_updated_past_the_object(profile):
    with pytest.raises(TypeError, match="cannot be queried"):
        Profile.objects.filter(phone=CANARY).exists()
    with pytest.raises(TypeError, match="cannot be queried"):
        Profile.objects.update(phone="plain")
    profile.phone = "plain"
    with pytest.raises(TypeError, match="cannot be queried"):
        Profile.objects.bulk_update([profile], ["phone"])


def test_values_and_plain_dumps_show_no_word(profile):
    from django.core import serializers

    assert CANARY not in repr(list(Profile.objects.values("phone")))
    with pytest.raises(TypeError, match="in no plain dump"):
        serializers.serialize("json", [profile])


# Moved and copied ---------------------------------------------------------------------------------


def test_a_text_copied_to_another_field_does_not_open(profile):
    put(Profile, profile.pk, "deputy_name", raw(Profile, profile.pk, "phone"))
    with pytest.raises(box.Unreadable):
        _ = Profile.objects.get(pk=profile.pk).deputy_name


def test_a_text_copied_to_another_row_of_the_same_file_does_not_open(profile):
    rows = [
        Invitation.objects.create(
            practice_id=profile.practice_id,
            invited_by_id=profile.coach_id,
            email=f"{number}@example.org",
            expires_at="2026-12-01T00:00Z",
        )
        for number in range(2)
    ]
    put(Invitation, rows[0].pk, "email", raw(Invitation, rows[1].pk, "email"))
    with pytest.raises(box.Unreadable):
        _ = Invitation.objects.get(pk=rows[0].pk).email


def test_a_text_copied_to_another_file_does_not_open(profile):
    other = Profile.objects.get(coach=MembershipFactory())
    put(Profile, other.pk, "phone", raw(Profile, profile.pk, "phone"))
    with pytest.raises(box.Unreadable):
        _ = Profile.objects.get(pk=other.pk).phone


def test_a_text_does_not_open_when_its_key_was_copied_along(profile):
    """Whoever can write to both databases still cannot make one file speak in another."""
    other = Profile.objects.get(coach=MembershipFactory())
    put(Profile, other.pk, "phone", raw(Profile, profile.pk, "phone"))
    key = Key.objects.get(subject=profile.coach_id, scope="identity")
    Key.objects.filter(subject=other.coach_id, scope="identity").update(wrapped=key.wrapped)
    with pytest.raises(box.Unreadable):
        _ = Profile.objects.get(pk=other.pk).phone


def test_a_row_moved_to_another_practice_does_not_open(profile):
    other = MembershipFactory()
    Profile.objects.filter(pk=profile.pk).update(practice=other.practice)
    with pytest.raises(box.Unreadable):
        _ = Profile.objects.get(pk=profile.pk).phone


def test_a_changed_bit_does_not_open(profile):
    stored = bytearray(raw(Profile, profile.pk, "phone"))
    stored[20] ^= 1
    put(Profile, profile.pk, "phone", bytes(stored))
    with pytest.raises(box.Unreadable):
        _ = Profile.objects.get(pk=profile.pk).phone


# Destroyed ----------------------------------------------------------------------------------------


def test_where_the_key_was_destroyed_there_is_nothing(profile):
    assert keys.destroy(profile.coach_id, ["identity"]) == 1
    again = Profile.objects.get(pk=profile.pk)
    assert (again.phone, again.deputy_name, again.methods) == (
        "", "", "écoute active (Carl Rogers)"
    )  # fmt: skip


def test_a_row_with_a_destroyed_key_can_still_be_saved(profile):
    keys.destroy(profile.coach_id)
    again = Profile.objects.get(pk=profile.pk)
    again.title = "Coach"
    again.save()
    assert Profile.objects.get(pk=profile.pk).phone == ""


def test_keys_are_made_once(profile):
    before = keys.fetch([profile.coach_id])
    keys.open_file(profile.coach_id)
    assert keys.fetch([profile.coach_id]) == before
    assert Key.objects.filter(subject=profile.coach_id).count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_key_stays_when_the_rows_that_needed_it_are_rolled_back():
    from django.db import transaction

    subject = uuid.uuid4()
    with transaction.atomic():
        keys.open_file(subject)
        transaction.set_rollback(True)
    assert None not in keys.fetch([subject]).values()


# Lists --------------------------------------------------------------------------------------------


def queries(make_rows, read):
    """How many queries each database was asked."""
    with (
        CaptureQueriesContext(connections["default"]) as application,
        CaptureQueriesContext(connections["keyring"]) as keyring,
    ):
        for row in make_rows():
            read(row)
    return len(application), len(keyring)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_the_keyring_once(count):
    for _ in range(count):
        MembershipFactory()
    rows = Profile.objects.unlocked("identity", "content")
    assert queries(rows.all, lambda row: (row.phone, row.methods)) == (1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_the_keyring_once_for_what_comes_with_its_rows(count):
    for _ in range(count):
        profile = Profile.objects.get(coach=MembershipFactory())
        Invitation.objects.create(
            practice_id=profile.practice_id,
            invited_by_id=profile.coach_id,
            email="x@example.org",
            expires_at="2026-12-01T00:00Z",
        )
    rows = Invitation.objects.select_related("invited_by__profile").unlocked("identity")
    asked = queries(rows.all, lambda row: (row.email, row.invited_by.profile.phone))
    assert asked == (1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_a_one_to_one_that_points_back_is_no_endless_path(count):
    for _ in range(count):
        MembershipFactory()
    rows = Profile.objects.select_related("coach__practice", "coach__user").unlocked()
    assert queries(rows.all, lambda row: row.coach.profile.phone) == (1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_destroyed_keys_are_not_asked_for_again(count):
    for _ in range(count):
        keys.destroy(MembershipFactory().pk)
    rows = Profile.objects.unlocked("identity")
    assert queries(rows.all, lambda row: row.phone) == (1, 1)


def test_one_keychain_serves_a_whole_list():
    for _ in range(3):
        MembershipFactory()
    chains = {id(row.__dict__["_vault_chain"]) for row in Profile.objects.unlocked("identity")}
    assert len(chains) == 1


def test_values_and_empty_lists_ask_for_no_key():
    MembershipFactory()
    none = Profile.objects.none().unlocked("identity")
    values = Profile.objects.unlocked("identity").values_list("title")
    assert queries(none.all, lambda row: row) == (0, 0)
    assert queries(values.all, lambda row: row) == (1, 0)


def test_unlocking_survives_filters_slices_and_first():
    MembershipFactory()
    rows = Profile.objects.unlocked("identity").filter(title="").order_by("created_at")
    assert queries(lambda: rows[:2], lambda row: row.phone) == (1, 1)
    assert queries(lambda: [rows.first()], lambda row: row.phone) == (1, 1)
    assert queries(lambda: [rows.get()], lambda row: row.phone) == (1, 1)


# Kinds of values ----------------------------------------------------------------------------------


@pytest.fixture
@isolate_apps("coachpractice.vault")
def note(db):
    """A row that is in no table: what a field makes of a value needs none."""

    class Note(models.Model):
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        words = EncryptedTextField(scope="content")
        perhaps = EncryptedTextField(scope="content", null=True)
        facts = EncryptedJSONField(scope="content")
        listed = EncryptedJSONField(scope="content", default=list)
        vault_subject = uuid.UUID(int=5)
        vault_practice = uuid.UUID(int=6)

        class Meta:
            app_label = "vault"

    keys.open_file(Note.vault_subject)
    return Note()


def through_the_table(note, name):
    """The value as it is after saving and reading."""
    field = note._meta.get_field(name)
    stored = field.pre_save(note, add=True)
    again = type(note)(id=note.id)
    setattr(again, name, field.from_db_value(stored, None, None))
    return getattr(again, name), stored


def test_without_a_value_text_is_empty_and_json_is_null(note):
    assert (note.words, note.perhaps, note.facts, note.listed) == ("", None, None, [])
    assert through_the_table(note, "words")[0] == ""
    assert through_the_table(note, "facts")[0] is None
    assert through_the_table(note, "listed")[0] == []


def test_nothing_said_is_null_where_that_may_be(note):
    assert through_the_table(note, "perhaps") == (None, None)
    note.perhaps = ""
    value, stored = through_the_table(note, "perhaps")
    assert (value, type(stored)) == ("", Ciphertext)


@pytest.mark.parametrize("value", [{"a": [1, None, "é"]}, [], 0, False, "text", 1.5])
def test_json_comes_back_as_it_was(note, value):
    note.facts = value
    assert through_the_table(note, "facts")[0] == value


def test_a_zero_is_not_nothing(note):
    note.words = 0
    assert through_the_table(note, "words")[0] == "0"


def test_a_column_added_later_is_empty_for_older_rows(note):
    note.words = Ciphertext(b"")
    note.facts = Ciphertext(b"")
    assert (note.words, note.facts) == ("", None)


def test_a_model_form_takes_and_shows_plain_text(profile):
    from django.forms import modelform_factory

    form_class = modelform_factory(Profile, fields=["phone", "title"])
    assert form_class(instance=profile).initial["phone"] == CANARY
    form = form_class({"phone": "06 12 34", "title": "Coach"}, instance=profile)
    assert form.is_valid(), form.errors
    form.save()
    assert Profile.objects.get(pk=profile.pk).phone == "06 12 34"


def test_a_row_needs_its_key_before_it_is_saved():
    from coachpractice.vault.fields import KeyDestroyed

    coach = MembershipFactory()
    keys.destroy(coach.pk)
    Profile.objects.filter(coach=coach).delete()
    with pytest.raises(KeyDestroyed):
        ProfileFactory(practice=coach.practice, coach=coach, phone="06")
