"""The pages of the side bar, by their names."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from coachpractice.registry.finding import Found, Words, finder
from coachpractice.ui.navigation import entries_for


@finder("pages", _("Pages"), order=90)
def pages(member: Any, words: Words) -> Iterable[Found]:
    return [
        Found(each.label, each.url)
        for each in entries_for(member)
        if words.begin_words_of(each.label)
    ]
