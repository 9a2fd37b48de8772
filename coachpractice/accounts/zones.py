"""Time zones as people look for them: France and its neighbours first, the rest by region.

Towns keep the name they have in the list of time zones, unless ours know them by another.
"""

from functools import cache
from zoneinfo import available_timezones

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# The other choices of a list, and its first two groups, in this order.
FRANCE = (
    "Europe/Paris", "America/Martinique", "America/Guadeloupe", "America/Cayenne",
    "Indian/Reunion", "Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Marquesas",
    "Pacific/Gambier", "Pacific/Wallis", "America/Miquelon", "America/St_Barthelemy",
    "America/Marigot",
)  # fmt: skip
NEIGHBOURS = (
    "Europe/Brussels", "Europe/Luxembourg", "Europe/Zurich", "Europe/Monaco", "Europe/Andorra",
    "Europe/Madrid", "Europe/Lisbon", "Europe/Rome", "Europe/Berlin", "Europe/Amsterdam",
    "Europe/London", "Europe/Dublin",
)  # fmt: skip
REGIONS: dict[str, str | Promise] = {
    "Europe": _("Europe"),
    "Africa": _("Africa"),
    "America": _("America"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
    "Antarctica": _("Antarctica"),
}
NAMES: dict[str, str | Promise] = {
    "Europe/Paris": _("Paris (mainland)"),
    "America/Martinique": _("Martinique"),
    "America/Guadeloupe": _("Guadeloupe"),
    "America/Cayenne": _("French Guiana"),
    "Indian/Reunion": _("Réunion"),
    "Indian/Mayotte": _("Mayotte"),
    "Pacific/Noumea": _("New Caledonia"),
    "Pacific/Tahiti": _("French Polynesia: Tahiti"),
    "Pacific/Marquesas": _("French Polynesia: Marquesas"),
    "Pacific/Gambier": _("French Polynesia: Gambier"),
    "Pacific/Wallis": _("Wallis and Futuna"),
    "America/Miquelon": _("Saint Pierre and Miquelon"),
    "America/St_Barthelemy": _("Saint Barthélemy"),
    "America/Marigot": _("Saint Martin"),
    "Europe/Brussels": _("Brussels"),
    "Europe/Zurich": _("Zurich, Geneva"),
    "Europe/Andorra": _("Andorra"),
    "Europe/Lisbon": _("Lisbon"),
    "Europe/London": _("London"),
    "Europe/Athens": _("Athens"),
    "Europe/Bucharest": _("Bucharest"),
    "Europe/Copenhagen": _("Copenhagen"),
    "Europe/Istanbul": _("Istanbul"),
    "Europe/Kiev": _("Kyiv"),
    "Europe/Kyiv": _("Kyiv"),
    "Europe/Moscow": _("Moscow"),
    "Europe/Prague": _("Prague"),
    "Europe/Sofia": _("Sofia"),
    "Europe/Vienna": _("Vienna"),
    "Europe/Warsaw": _("Warsaw"),
    "Africa/Algiers": _("Algiers"),
    "Africa/Cairo": _("Cairo"),
    "Africa/Djibouti": _("Djibouti"),
    "Asia/Beirut": _("Beirut"),
    "Asia/Damascus": _("Damascus"),
    "Asia/Dubai": _("Dubai"),
    "Asia/Ho_Chi_Minh": _("Ho Chi Minh City"),
    "Asia/Jerusalem": _("Jerusalem"),
    "Asia/Kabul": _("Kabul"),
    "Asia/Kolkata": _("Kolkata"),
    "Asia/Seoul": _("Seoul"),
    "Asia/Singapore": _("Singapore"),
    "Asia/Tehran": _("Tehran"),
    "America/Havana": _("Havana"),
    "America/Mexico_City": _("Mexico City"),
    "America/Montreal": _("Montreal"),
    "America/Toronto": _("Toronto, Montreal"),
    "Atlantic/Azores": _("Azores"),
    "Atlantic/Canary": _("Canary Islands"),
    "Atlantic/Cape_Verde": _("Cape Verde"),
    "Indian/Mauritius": _("Mauritius"),
    "Indian/Comoro": _("Comoros"),
}
Groups = list[tuple[str, list[tuple[str, str]]]]


def choices() -> Groups:
    """Every zone that is a place, in groups with a name each, in the reader's language."""
    return _choices(get_language() or "fr")


@cache
def _choices(language: str) -> Groups:
    first = [
        (str(_("France")), [(zone, name_of(zone)) for zone in FRANCE]),
        (str(_("France’s neighbours")), [(zone, name_of(zone)) for zone in NEIGHBOURS]),
    ]
    return first + [(str(name), _of_region(region)) for region, name in REGIONS.items()]


def _of_region(region: str) -> list[tuple[str, str]]:
    named = {*FRANCE, *NEIGHBOURS}
    zones = [zone for zone in available_timezones() if zone.startswith(f"{region}/")]
    rows = [(zone, name_of(zone)) for zone in zones if zone not in named]
    return sorted(rows, key=lambda row: row[1])


def name_of(zone: str) -> str:
    """« Londres » for Europe/London; “Salta (Argentina)” for America/Argentina/Salta."""
    if zone in NAMES:
        return str(NAMES[zone])
    *lands, town = zone.replace("_", " ").split("/")[1:]
    return f"{town} ({', '.join(lands)})" if lands else town
