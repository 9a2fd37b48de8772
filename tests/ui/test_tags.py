from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from lucide import IconDoesNotExist

from coachpractice.ui import spine
from coachpractice.ui.templatetags import ui
from tests.ui.samples import STATES, bare

# The icons the house uses.
ICONS = [
    "sun",
    "users",
    "file-signature",
    "book-open",
    "messages-square",
    "sprout",
    "award",
    "archive",
    "sliders-horizontal",
    "menu",
    "plus",
    "check",
    "undo-2",
    "pen-line",
    "download",
    "search",
    "log-out",
    "key-round",
    "triangle-alert",
    "info",
    "clock",
    "lock",
    "eye",
    "message-circle-question",
]


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_of_the_house_is_drawn_and_hidden_from_screen_readers(name):
    drawn = bare("{% icon name %}", name=name)
    assert drawn.startswith(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><'
    )
    assert "xmlns" not in drawn
    assert "stroke" not in drawn


def test_an_unknown_icon_is_an_error_of_the_page():
    with pytest.raises(IconDoesNotExist):
        bare('{% icon "nowhere" %}')


def test_a_badge_says_its_state_in_words_and_escapes_them():
    assert bare("{% badge 'due' label %}", label="<b>7 jours") == (
        '<span class="badge is-due">&lt;b&gt;7 jours</span>'
    )
    with pytest.raises(ValueError, match="no state"):
        bare("{% badge 'fine' 'x' %}")


def test_days_raise_the_french_first_and_only_that():
    first = date(2026, 11, 1)
    with translation.override("fr"):
        assert bare("{{ day|day }}", day=first) == "1<sup>er</sup>\xa0novembre\xa02026"
        assert bare("{{ day|day_text }}", day=first) == "1er\xa0novembre\xa02026"
        assert bare("{{ day|day }}", day=date(2026, 11, 21)) == "21\xa0novembre\xa02026"
    with translation.override("en"):
        assert bare("{{ day|day }}", day=first) == "1\xa0November\xa02026"


def test_a_moment_shows_the_local_day_and_hour_of_the_zone_named():
    late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    with translation.override("fr"):
        assert bare('{{ m|moment:"Europe/Paris" }}', m=late) == (
            "1<sup>er</sup>\xa0novembre\xa02026 à\xa00\xa0h\xa030"
        )


def test_filters_say_nothing_of_nothing():
    source = "{{ x|day }}{{ x|moment }}{{ x|money }}{{ x|minutes }}{{ x|hours }}{{ x|short_day }}"
    assert bare(source, x=None) == ""


def test_the_spine_has_a_stroke_per_clause_and_says_the_counts():
    with translation.override("en"):
        drawn = ui.spine(STATES)
    assert drawn["label"] == (
        "20 clauses: 11 kept, 2 due soon, 2 where something is missing, "
        "4 declared, 1 not concerned."
    )
    assert [chapter.title for chapter in drawn["chapters"]] == [title for title, _ in STATES]


def test_states_without_chapters_are_one_drawing():
    with translation.override("en"):
        drawn = bare("{% spine states %}", states=["kept", "missing", "idle"])
    assert drawn.count("<svg") == 1
    assert drawn.count('class="k"') == drawn.count('class="m"') == drawn.count('class="i"') == 1


def test_sections_stand_apart_and_an_unknown_state_is_refused():
    strokes = spine.chapter("", [["kept", "kept"], ["due"]]).strokes
    assert [stroke.x for stroke in strokes] == [0, 11.5, 28]
    with pytest.raises(ValueError, match="no state"):
        spine.chapter("", [["compliant"]])


def test_numbers_of_a_drawing_keep_their_point_in_french():
    with translation.override("fr"):
        assert 'x="11.5"' in bare("{% spine states %}", states=["kept", "kept"])
