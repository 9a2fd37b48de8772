"""Clauses of the code in force, by number, label and words."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coachpractice.ethics.models import Edition
from coachpractice.registry.finding import Found, Words, finder


@finder("clauses", _("Clauses of the code"), order=40)
def clauses(member: Any, words: Words) -> Iterable[Found]:
    edition = Edition.objects.current()
    if edition is None:
        return []
    page = reverse("ethics:edition", args=[edition.edition])
    language = get_language() or "fr"
    return [
        Found(f"{clause.number} {clause.label(language)}", f"{page}#{clause.key}")
        for chapter in edition.text.chapters
        for clause in chapter.clauses
        if words.begin_words_of(clause.number, clause.label_fr, clause.label_en, clause.words)
    ]
