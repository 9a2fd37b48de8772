"""`{% load ethics %}`: what pages say of a clause."""

from django import template
from django.utils.translation import get_language

from coachpractice.ethics.text import Clause

register = template.Library()


@register.simple_tag
def short_label(clause: Clause) -> str:
    """A clause in three words, in the reader's language."""
    return clause.label(get_language() or "fr")
