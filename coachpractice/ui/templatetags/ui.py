"""`{% load ui %}`: icons, states, the spine, the side bar, and dates and amounts in words."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from lucide.templatetags.lucide import lucide

from coachpractice.ui import formats, navigation
from coachpractice.ui import spine as drawing
from coachpractice.ui.forms import error_lines

register = template.Library()

# Names the set has since given up.
_RENAMED = {
    "file-signature": "file-pen-line",
    "message-circle-question": "message-circle-question-mark",
}
_BADGE_STATES = (*drawing.STATES, "plain")
# The level of a message, as its look and its icon.
_MESSAGE_LOOKS = {"error": ("alert-danger", "triangle-alert"), "info": ("", "info")}
_MESSAGE_LOOKS["warning"] = ("alert-warning", "triangle-alert")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside a word, hidden from screen readers: {% icon "plus" %}."""
    return _icon(str(name))


@lru_cache(maxsize=128)
def _icon(name: str) -> SafeString:
    drawn = lucide(_RENAMED.get(name, name), size=None)
    inner = re.sub(r">\s+<", "><", re.sub(r"^<svg[^>]*>\s*|\s*</svg>\s*$", "", drawn))
    inner = inner.replace(" />", "/>")
    head = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    return mark_safe(f"{head}{inner}</svg>")  # noqa: S308 -- drawings of an installed package


@register.simple_tag
def badge(state: str, label: object) -> SafeString:
    """A state in words; its mark and colour follow `state` (kept, due, missing, …, plain)."""
    if state not in _BADGE_STATES:
        raise ValueError(f"{state!r} is no state of a badge")
    return format_html('<span class="badge is-{}">{}</span>', state, label)


@register.inclusion_tag("ui/_spine.html")
def spine(
    chapters: Iterable[tuple[str, Sequence[Sequence[str]]]], large: bool = False
) -> dict[str, Any]:
    """Draw the states of all clauses: pairs (chapter's title, its sections, each a list of states).

    A plain list of states is drawn as one chapter without a title.
    """
    given = list(chapters)
    if given and isinstance(given[0], str):
        given = [("", [given])]  # type: ignore[list-item]
    drawn = [drawing.chapter(title, sections) for title, sections in given]
    states = [stroke.state for chapter in drawn for stroke in chapter.strokes]
    return {"chapters": drawn, "label": drawing.in_words(states), "large": large}


@register.inclusion_tag("ui/_navigation.html", takes_context=True, name="navigation")
def navigation_bar(context: Context) -> dict[str, Any]:
    """The side bar's entries for this member, and which of them is open."""
    request = context.get("request")
    user, member = getattr(request, "user", None), getattr(request, "member", None)
    shown = navigation.entries_for(member)
    here = navigation.current(request, shown)
    find = _address("search:search")
    by_group = {
        group: [(entry, _mark(entry, here, request)) for entry in shown if entry.group is group]
        for group in navigation.Group
    }
    return {
        "everyday": by_group[navigation.Group.EVERYDAY],
        "others": [
            (group.value, by_group[group])
            for group in (navigation.Group.PRACTICE, navigation.Group.OFFICE)
            if by_group[group]
        ],
        "account": by_group[navigation.Group.ACCOUNT],
        "everyday_title": navigation.Group.EVERYDAY.value,
        "name": str(user) if user and user.is_authenticated else "",
        "practice": getattr(getattr(member, "practice", None), "name", ""),
        "log_out": _address("account_logout"),
        "find": find if request and member and request.path != find else "",
        "find_page": find if member else "",
        "keys": navigation.keys_alone(request),
        "csrf_token": context.get("csrf_token"),
    }


def _mark(entry: navigation.Entry, here: navigation.Entry | None, request: Any) -> str:
    if entry is not here:
        return ""
    return "page" if entry.url == request.path else "true"


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


@register.inclusion_tag("ui/_language.html", takes_context=True)
def language_switch(context: Context) -> dict[str, Any]:
    """Buttons for the other languages; the page comes back in the one chosen."""
    request = context.get("request")
    others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    form = context.get("form")
    return {
        "has_form": form is not None or context.get("reading") is not None,
        "typed": getattr(form, "is_bound", False),
        "languages": [
            (code, get_language_info(code)["name_local"].capitalize()) for code in others
        ],
        "next": request.get_full_path() if request and request.method == "GET" else "",
        "address": _address("ui:language") if request else "",
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("ui/_messages.html", takes_context=True)
def notices(context: Context) -> dict[str, Any]:
    """What just happened, from Django's messages."""
    return {
        "notices": [
            (message, *_MESSAGE_LOOKS.get(message.level_tag, ("", "check")))
            for message in context.get("messages") or ()
        ]
    }


@register.inclusion_tag("ui/_error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """The faults of one or more forms, each with a link to its field.

    `{% crispy form %}` brings it along; use this where fields are written by hand.
    """
    return {"lines": [line for form in forms for line in error_lines(form)]}


# Filters --------------------------------------------------------------------------------------


@register.filter
def day(value: date | None) -> str:
    """« 23 novembre 2026 », « 1<sup>er</sup> novembre 2026 »."""
    return _raised(formats.day_text(_date(value), _language())) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """« 23 nov. », « 1<sup>er</sup> déc. »."""
    return _raised(formats.short_day_text(_date(value), _language())) if value else ""


@register.filter
def long_day(value: date | None) -> str:
    """« lundi 23 novembre 2026 »."""
    return _raised(formats.long_day_text(_date(value), _language())) if value else ""


@register.filter
def day_text(value: date | None) -> str:
    """As `day`, plain: for titles and attributes."""
    return formats.day_text(_date(value), _language()) if value else ""


@register.filter
def moment(value: datetime | None, zone: str = "") -> str:
    """« 23 novembre 2026 à 14 h 32 », in the reader's zone or in the one named."""
    return _raised(formats.moment_text(value, _zone(zone), _language())) if value else ""


@register.filter
def clock_time(value: datetime | None, zone: str = "") -> str:
    """« 14 h 32 »."""
    return formats.time_text(value, _zone(zone), _language()) if value else ""


@register.filter
def money(cents: int | None) -> str:
    """Cents as « 1 234,50 € », « 960 € »."""
    return "" if cents in (None, "") else formats.money_text(int(cents), _language())


@register.filter
def minutes(value: int | None) -> str:
    """« 60 min »."""
    return "" if value in (None, "") else formats.minutes_text(int(value), _language())


@register.filter
def hours(value: int | None) -> str:
    """Minutes as « 6 h 30 »."""
    return "" if value in (None, "") else formats.hours_text(int(value), _language())


@register.filter
def initials(name: str) -> str:
    """« HA » of Hélène Aubépine."""
    return formats.initials(str(name))


def _language() -> str:
    return formats.language_of(get_language())


def _zone(name: str) -> Any:
    return name or timezone.get_current_timezone()


def _date(value: date) -> date:
    """A moment shows the day it is where the reader is."""
    return value.astimezone(_zone("")).date() if isinstance(value, datetime) else value


def _raised(text: str) -> SafeString:
    """The text with its ordinal raised. Only digits and names of months come in here."""
    return mark_safe(re.sub(r"\b1er\b", "1<sup>er</sup>", text))  # noqa: S308
