"""Until when a consumer may withdraw from a contract made at a distance. No Django here.

Fourteen days (C. conso. L221-18), counted as règlement (CEE, Euratom) n° 1182/71, art. 3, and
C. conso. L221-19 say: the day of conclusion is not counted; the time begins with the first hour of
the next day and ends with the last hour of its last day; should that be a Saturday, a Sunday or a
public holiday, it lasts until the next working day.

The public holidays are those of France as a whole (C. trav. L3133-1), without the two of Alsace
and Moselle.
"""

from datetime import date, timedelta

DAYS = 14
# Money that was paid is given back within as many days (C. conso. L221-24).
REFUND = timedelta(days=14)
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
_SATURDAY = 5


def last_day(concluded: date) -> date:
    """The last day on which one may withdraw from what was concluded on that local day."""
    day = concluded + timedelta(days=DAYS)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def holidays(year: int) -> frozenset[date]:
    """The public holidays of France in that year."""
    easter = _easter(year)
    moving = (easter + timedelta(days=days) for days in _AFTER_EASTER)
    return frozenset((*(date(year, month, day) for month, day in _FIXED), *moving))


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, as Butcher's method finds it."""
    golden, century = year % 19, year // 100
    leaps = century // 4
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - moon - year % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)
