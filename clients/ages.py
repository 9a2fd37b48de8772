"""How old somebody is on a day.

Somebody born on 29 February has their birthday on 1 March of a year that has no 29th: the year is
over when 28 February is over. Of the two readings this is also the one that protects longer.
"""

from datetime import date

MAJORITY = 18
CONSENTS_ALONE = 15  # to what is done with their data; below, a parent consents with them


def birthday(born_on: date, age: int) -> date:
    """The day on which somebody born on `born_on` turns `age`."""
    year = born_on.year + age
    try:
        return born_on.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)


def age_on(born_on: date, day: date) -> int:
    """Full years on `day`; negative before the birth."""
    years = day.year - born_on.year
    return years if day >= birthday(born_on, years) else years - 1


def comes_of_age(born_on: date) -> date:
    return birthday(born_on, MAJORITY)
