"""Fields that several forms of this app have."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.actions import LONGEST

LANGUAGES = [("fr", "Français"), ("en", "English")]  # each in its own, as at the foot of pages


def line(label: Any, name: str, **options: Any) -> forms.CharField:
    """One line, with nothing that the coach's own browser would fill in."""
    attrs = {"autocomplete": "off", **options.pop("attrs", {"dir": "auto"})}
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=LONGEST[name], widget=widget, **options)


def email(**options: Any) -> forms.EmailField:
    options.setdefault("label", _("E-mail address"))
    widget = forms.EmailInput(attrs={"autocomplete": "off"})
    return forms.EmailField(max_length=LONGEST["email"], widget=widget, **options)


def phone() -> forms.CharField:
    return line(_("Telephone"), "phone", required=False, attrs={"inputmode": "tel"})


def words(label: Any, longest: int, *, rows: int = 2, **options: Any) -> forms.CharField:
    """A few words, on several lines."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=longest, widget=widget, **options)


def address(label: Any = "") -> forms.CharField:
    return words(label or _("Postal address"), LONGEST["address"], required=False)


def language(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=LANGUAGES, widget=forms.RadioSelect)
