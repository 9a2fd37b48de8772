from pathlib import Path

import pytest
from django.utils import translation

from coachpractice import clock
from tests.contracts.conftest import coach, edition
from tests.cpd.factories import TODAY

__all__ = ["coach", "edition"]


@pytest.fixture(autouse=True)
def _today():
    """The day all of it is about, and English words."""
    with clock.at(TODAY), translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def vault_folder(settings, tmp_path) -> Path:
    vault = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "files")},
    }
    settings.STORAGES = {**settings.STORAGES, "vault": vault}
    return tmp_path / "files"
