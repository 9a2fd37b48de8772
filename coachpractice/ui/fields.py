"""Fields that take what people type: amounts in euros, days day first."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coachpractice.ui.formats import language_of, money_text

_SPACES = re.compile(r"[\s\u00a0\u202f€]+")
# Thousands may be marked by the sign that does not mark the cents.
_AMOUNT = re.compile(
    r"(?P<euros>\d{1,3}(?:,\d{3})+(?=\.|$)|\d{1,3}(?:\.\d{3})+(?=,|$)|\d+)"
    r"(?:[.,](?P<cents>\d{1,2}))?",
    re.ASCII,
)
_LONGEST_AMOUNT = 20  # signs; thousands of digits are no number to Python
_DAY_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%Y-%m-%d"]


class MoneyField(forms.Field):
    """An amount in euros, kept in cents: « 1 234,50 », « 960 € », 1234.5, 1,234.50.

    `least` and `most` are in cents.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Write an amount in euros, for example 120 or 120,50."),
        "least": _("Write an amount of at least %(limit)s."),
        "most": _("Write an amount of at most %(limit)s."),
    }

    def __init__(self, *, least: int = 0, most: int = 100_000_000, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        typed = _AMOUNT.fullmatch(_SPACES.sub("", str(value)))
        if not typed or len(typed[0]) > _LONGEST_AMOUNT:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        euros = int(re.sub(r"[.,]", "", typed["euros"]))
        return euros * 100 + int((typed["cents"] or "0").ljust(2, "0"))

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        for name, limit, beyond in (
            ("least", self.least, value < self.least),
            ("most", self.most, value > self.most),
        ):
            if beyond:
                words = {"limit": money_text(limit, language_of(get_language()))}
                raise forms.ValidationError(self.error_messages[name], code=name, params=words)

    def prepare_value(self, value: Any) -> Any:
        """Cents as one would type them; what was typed comes back as it was."""
        if not isinstance(value, int):
            return value
        return money_text(value, language_of(get_language())).strip("€\u00a0")


class DayField(forms.DateField):
    """A day, typed day first in both languages: 23/11/2026; also 23.11.2026 and 2026-11-23."""

    widget = forms.DateInput(
        format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}
    )
    default_error_messages = {"invalid": _("Write a day like 23/11/2026.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=_DAY_FORMATS, **options)
