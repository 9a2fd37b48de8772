import gettext
import os
import time

import pytest
from django.core.management import call_command

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Sign"
msgstr "Signer"
"""


@pytest.fixture
def catalogue(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    path = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def compile_and_translate(catalogue, text):
    call_command("compile_catalogues", verbosity=0)
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled).gettext(text)


def test_a_new_catalogue_is_compiled(catalogue):
    assert compile_and_translate(catalogue, "Sign") == "Signer"


def test_a_catalogue_that_changed_is_compiled_again(catalogue):
    compile_and_translate(catalogue, "Sign")
    catalogue.write_text(CATALOGUE.replace("Signer", "Je signe"), encoding="utf-8")
    later = time.time() + 5
    os.utime(catalogue, (later, later))
    assert compile_and_translate(catalogue, "Sign") == "Je signe"


def test_a_catalogue_that_did_not_change_is_left_alone(catalogue):
    compile_and_translate(catalogue, "Sign")
    before = catalogue.with_suffix(".mo").stat().st_mtime_ns
    compile_and_translate(catalogue, "Sign")
    assert catalogue.with_suffix(".mo").stat().st_mtime_ns == before
    assert sorted(path.name for path in catalogue.parent.iterdir()) == ["django.mo", "django.po"]
