import pytest
from django.apps import apps

from coachpractice.registry.records import RECORDS, Secrecy
from coachpractice.vault.fields import EncryptedField

ROOMS = ("accounts", "practices", "mfa", "usersessions", "sessions")
MODELS = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_column_says_how_secret_it_is(model):
    record = RECORDS.get(model._meta.label)
    fields = {field.name: field for field in model._meta.concrete_fields}
    assert record.fields.keys() == fields.keys()
    for name, secrecy in record.fields.items():
        encrypted = isinstance(fields[name], EncryptedField)
        assert encrypted == (secrecy in (Secrecy.IDENTITY, Secrecy.CONTENT, Secrecy.CONTRACT))
        if encrypted:
            assert fields[name].scope == secrecy
