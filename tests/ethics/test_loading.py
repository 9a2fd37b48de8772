import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from coachpractice import clock
from coachpractice.ethics import actions, text
from coachpractice.ethics.models import Edition
from tests.ethics.conftest import INVENTED, SHIPPED

pytestmark = pytest.mark.django_db


def load_code(*files):
    told = io.StringIO()
    call_command("load_code", *map(str, files), stdout=told)
    return told.getvalue().splitlines()


def test_the_command_loads_the_folder_and_says_what_it_did():
    assert load_code() == ["Code de déontologie, edition 2023: added, 45 clauses"]
    assert load_code() == ["Code de déontologie, edition 2023: unchanged, 45 clauses"]
    assert Edition.objects.count() == 1


def test_the_newest_edition_is_the_current_one():
    load_code(INVENTED)
    load_code(SHIPPED)
    assert str(Edition.objects.current()) == "2031"


def test_another_text_under_the_same_edition_is_refused(tmp_path):
    load_code(INVENTED)
    changed = tmp_path / "changed.yaml"
    words = INVENTED.read_text(encoding="utf-8")
    changed.write_text(words.replace("de brume", "de pluie"), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        load_code(changed)
    assert "2031" in str(refused.value)
    assert Edition.objects.get().text == text.read(INVENTED)


def test_a_better_short_label_is_taken_over(tmp_path):
    load_code(INVENTED)
    changed = tmp_path / "changed.yaml"
    words = INVENTED.read_text(encoding="utf-8")
    changed.write_text(words.replace("Lantern left lit", "A lantern stays lit"), encoding="utf-8")
    assert load_code(changed) == ["Code de déontologie, edition 2031: relabelled, 5 clauses"]
    clause = Edition.objects.get().text.by_key["lantern-left-lit"]
    assert clause.label("en") == "A lantern stays lit"


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        load_code(tmp_path / "nowhere.yaml")


def test_the_days_to_sign_count_from_the_loading(next_code):
    with clock.at(datetime(2031, 1, 1, 23, 30, tzinfo=UTC)):
        edition, _ = actions.load(next_code)
    assert edition.sign_before("Europe/Paris").isoformat() == "2031-02-01"
    assert edition.sign_before("UTC").isoformat() == "2031-01-31"
