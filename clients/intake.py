"""The list of clients as a table: its columns, what each may hold, who is in it twice."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from clients import ages
from clients.actions.typed import LONGEST
from clients.models import Client, Sponsor
from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.registry.folding import folded
from coachpractice.tables.reading import Line
from coachpractice.tables.sheets import Column, Preview, Row, Sheet, preview

_YES = {"oui", "o", "yes", "y", "vrai", "true", "1", "x"}
_NO = {"non", "n", "no", "faux", "false", "0"}
_LANGUAGES = {
    **dict.fromkeys(("fr", "francais", "french"), "fr"),
    **dict.fromkeys(("en", "anglais", "english"), "en"),
}
_DAYS = ("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d")


def _short(name: str) -> Any:
    def clean(text: str) -> str:
        text = text.strip()
        if len(text) > LONGEST[name]:
            words = _("Keep it under %(count)s characters.")
            raise Refused(words % {"count": LONGEST[name]})
        return text

    return clean


def _email(text: str) -> str:
    text = _short("email")(text)
    try:
        validate_email(text)
    except ValidationError:
        raise Refused(_("This is no e-mail address.")) from None
    return text


def _language(text: str) -> str:
    try:
        return _LANGUAGES[folded(text)]
    except KeyError:
        raise Refused(_("Write fr or en.")) from None


def _adult(text: str) -> bool:
    said = folded(text)
    if said not in _YES | _NO:
        raise Refused(_("Write yes or no."))
    return said in _YES


def _day(text: str) -> date:
    text = re.sub(r"\s+00:00(:00)?$", "", text.strip())
    for shape in _DAYS:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise Refused(_("Write a day like 23/11/2026."))


CLIENTS = Sheet(
    "clients",
    (
        Column("code", "Code", "Code", written_only=True),
        Column(
            "name",
            "Nom",
            "Name",
            also=("nom et prénom", "prénom et nom", "nom complet", "full name", "client"),
            required=True,
            clean=_short("name"),
            examples=("Camille Verveine", "Camille Verveine"),
        ),
        Column(
            "email",
            "Adresse électronique",
            "E-mail address",
            also=("e-mail", "email", "mail", "courriel", "adresse e-mail", "adresse mail"),
            required=True,
            clean=_email,
            examples=("camille@courriel.example", "camille@mail.example"),
        ),
        Column(
            "phone",
            "Téléphone",
            "Telephone",
            also=("tél", "tel", "portable", "mobile", "phone"),
            clean=_short("phone"),
            examples=("06 39 98 00 00", "+44 1632 960000"),
        ),
        Column(
            "address",
            "Adresse postale",
            "Postal address",
            also=("adresse", "address"),
            clean=_short("address"),
            examples=("3, rue du Tilleul, 69000 Lyon", "3 Lime Street, York"),
        ),
        Column(
            "language",
            "Langue",
            "Language",
            clean=_language,
            empty=None,
            examples=("fr", "en"),
        ),
        Column(
            "adult",
            "18 ans ou plus",
            "18 or older",
            also=("majeur", "majeure", "adulte", "adult"),
            clean=_adult,
            empty=None,
            examples=("oui", "yes"),
        ),
        Column(
            "born_on",
            "Date de naissance",
            "Birth date",
            also=("né le", "née le", "born on"),
            clean=_day,
            empty=None,
        ),
        Column(
            "sponsor",
            "Commanditaire",
            "Sponsor",
            also=("entreprise", "payeur", "company"),
            clean=_short("name"),
        ),
        Column("standing", "Contrat", "Contract", written_only=True),
        Column("opened", "Dossier ouvert le", "File opened on", written_only=True),
    ),
)


def looked_over(lines: Sequence[Line], *, by: Membership) -> Preview:
    """What of these lines could become clients of this coach; two queries on each database,
    however many lines there are."""
    today = clock.today(by.practice.timezone)

    def look(rows: Sequence[Row]) -> None:
        _refuse_example(rows)
        for row in rows:
            _settle_age(row, today)
        _refuse_twice(rows, by)
        _find_sponsors(rows, by)

    return preview(CLIENTS, lines, look=look)


def facts_of(row: Row) -> dict[str, Any]:
    """What `actions.add` takes, of a row without a fault."""
    return {name: value for name, value in row.values.items() if value is not None}


def _refuse_example(rows: Sequence[Row]) -> None:
    examples = {column.examples for column in CLIENTS.columns if column.key == "email"}
    addresses = {address for pair in examples for address in pair}
    for row in rows:
        if row.values.get("email") in addresses:
            row.faults["name"] = _("This is the example of the model: delete this line.")


def _settle_age(row: Row, today: date) -> None:
    """A birth date tells minors from adults; an adult's is not kept."""
    if {"adult", "born_on"} & set(row.faults):
        return
    adult, born_on = row.values.get("adult"), row.values.pop("born_on", None)
    if born_on is None:
        if adult is False:
            row.faults["adult"] = _("For a minor, the birth date is needed too.")
        return
    of_age = ages.age_on(born_on, today) >= ages.MAJORITY
    if born_on > today:
        row.faults["born_on"] = _("This day is still to come.")
    elif adult is not None and adult != of_age:
        row.faults["born_on"] = _("This does not fit with what is said of their age.")
    elif of_age:
        row.values["adult"] = True
    else:
        row.values |= {"kind": Client.Kind.MINOR, "born_on": born_on, "adult": None}


def _refuse_twice(rows: Sequence[Row], by: Membership) -> None:
    known = {
        client.email.casefold(): client.code
        for client in Client.objects.of_coach(by).for_list()
        if client.email
    }
    first: dict[str, int] = {}
    for row in rows:
        if "email" in row.faults:
            continue
        email = row.values["email"].casefold()
        if email in known:
            words = _("%(code)s has this address already.")
            row.faults["email"] = words % {"code": known[email]}
        elif email in first:
            words = _("The same address as on line %(line)s.")
            row.faults["email"] = words % {"line": first[email]}
        else:
            first[email] = row.number


def _find_sponsors(rows: Sequence[Row], by: Membership) -> None:
    """Put the sponsor of this name in its place; one that is not there is no sponsor yet."""
    asked = [row for row in rows if row.values.get("sponsor")]
    by_name: dict[str, list[Sponsor]] = defaultdict(list)
    for sponsor in Sponsor.objects.of_coach(by).for_list() if asked else ():
        by_name[folded(sponsor.name)].append(sponsor)
    for row in rows:
        name = row.values.pop("sponsor", "")
        found = by_name.get(folded(name), []) if name else []
        if len(found) == 1:
            row.values["sponsor"] = found[0]
        elif name:
            row.faults["sponsor"] = (
                _("Two sponsors have this name: choose on the client’s page.")
                if found
                else _("You have no sponsor of this name: add it first, or leave this empty.")
            )
