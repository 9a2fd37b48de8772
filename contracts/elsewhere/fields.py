"""The fields in which one says what a paper says: none is filled in or chosen beforehand."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from coachpractice.ui.fields import DayField

Choices = Iterable[tuple[str, str | Promise]]


def day(label: Any, **options: Any) -> DayField:
    return DayField(label=label, required=False, **options)


def number(label: Any, least: int, most: int, **options: Any) -> Any:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, required=False, min_value=least, max_value=most, widget=widget, **options
    )


def ticks(label: Any, choices: Sequence[tuple[str, str]], **options: Any) -> Any:
    """A list of which nothing is ticked beforehand."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-ticks": ""}),
        **options,
    )


def one_of(label: Any, choices: Choices, **options: Any) -> Any:
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
        **options,
    )
