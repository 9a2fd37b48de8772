"""Dates, times, amounts and lengths of time in words, for pages, mails and documents alike.

Plain text in French or English. Spaces that must not break are U+00A0, never U+202F: it is missing
from some fonts and breaks searches in PDFs.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}
_SHORT_MONTHS = {
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "en": "Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec",
}
_WEEKDAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}


def language_of(code: str | None) -> str:
    """The one of our two languages that `code` (en-GB, fr_FR…) means; French for any other."""
    return "en" if (code or "").lower().startswith("en") else "fr"


def day_text(day: date, language: str) -> str:
    """« 23 novembre 2026 », « 1er novembre 2026 »; 23 November 2026."""
    language = language_of(language)
    return f"{_number(day, language)}{NBSP}{_month(day, _MONTHS[language])}{NBSP}{day.year}"


def short_day_text(day: date, language: str) -> str:
    """« 23 nov. », « 1er déc. »; 23 Nov. For narrow columns, where the year is plain."""
    language = language_of(language)
    return f"{_number(day, language)}{NBSP}{_month(day, _SHORT_MONTHS[language])}"


def long_day_text(day: date, language: str) -> str:
    """« lundi 23 novembre 2026 »; Monday 23 November 2026."""
    weekday = _WEEKDAYS[language_of(language)].split()[day.weekday()]
    return f"{weekday} {day_text(day, language)}"


def time_text(moment: datetime, zone: str | ZoneInfo, language: str) -> str:
    """« 14 h 32 », « 9 h 05 »; 14:32, 9:05. The hour as clocks show it in `zone`."""
    local = _local(moment, zone)
    if language_of(language) == "en":
        return f"{local.hour}:{local.minute:02}"
    return f"{local.hour}{NBSP}h{NBSP}{local.minute:02}"


def moment_text(moment: datetime, zone: str | ZoneInfo, language: str) -> str:
    """« 23 novembre 2026 à 14 h 32 »; 23 November 2026 at 14:32. The local day of `zone`."""
    at = "at" if language_of(language) == "en" else "à"
    day = day_text(_local(moment, zone).date(), language)
    return f"{day} {at}{NBSP}{time_text(moment, zone, language)}"


def money_text(cents: int, language: str) -> str:
    """« 1 234,50 € », « 960 € » when whole; €1,234.50, €960."""
    euros, rest = divmod(abs(cents), 100)
    sign = MINUS if cents < 0 else ""
    if language_of(language) == "en":
        return f"{sign}€{euros:,}" + (f".{rest:02}" if rest else "")
    whole = number_text(euros, language)
    return f"{sign}{whole}" + (f",{rest:02}" if rest else "") + f"{NBSP}€"


def number_text(number: int, language: str) -> str:
    """« 12 500 »; 12,500."""
    grouped = f"{number:,}"
    return grouped if language_of(language) == "en" else grouped.replace(",", NBSP)


def minutes_text(minutes: int, language: str) -> str:
    """The length of one session: « 60 min » in both languages."""
    return f"{number_text(minutes, language)}{NBSP}min"


def hours_text(minutes: int, language: str) -> str:
    """A total of minutes: « 257 h 30 », « 6 h », « 45 min »; 257 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return minutes_text(rest, language)
    total = f"{number_text(hours, language)}{NBSP}h"
    if not rest:
        return total
    unit = f"{NBSP}min" if language_of(language) == "en" else ""
    return f"{total}{NBSP}{rest:02}{unit}"


def initials(name: str) -> str:
    """One or two capitals for a monogram: first letters of the first and last word."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    chosen = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in chosen).upper()


def _number(day: date, language: str) -> str:
    return "1er" if day.day == 1 and language == "fr" else str(day.day)


def _month(day: date, months: str) -> str:
    return months.split()[day.month - 1]


def _local(moment: datetime, zone: str | ZoneInfo) -> datetime:
    return moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
