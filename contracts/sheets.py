"""The contracts a coach takes along."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from coachpractice import clock
from coachpractice.registry.sheets import Table, sheet
from contracts.models import Contract
from contracts.words import state_name


@sheet("contracts")
def contracts(member: Any, language: str) -> Table:
    today = clock.today(member.practice.timezone)
    rows = Contract.objects.of_coach(member).with_state(today).select_related("client", "sponsor")
    with override(language):
        headings = [
            _("Number"), _("Code"), _("Client"), _("Sponsor"), _("State"), _("First day"),
            _("Last day"), _("Sessions"), _("Minutes each"), _("Total in euros"),
        ]  # fmt: skip
        return headings, [
            [
                contract.number,
                contract.client.code,
                contract.client.name,
                contract.sponsor.name if contract.sponsor else "",
                str(state_name(contract.state)),
                _day(contract.start_day),
                _day(contract.end_day),
                _number(contract.sessions_count),
                _number(contract.session_minutes),
                _euros(contract.total_cents, language),
            ]
            for contract in rows.unlocked("identity").order_by("year", "serial")
        ]


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _euros(cents: int | None, language: str) -> str:
    """With the sign that a spreadsheet of that language takes for the cents."""
    if cents is None:
        return ""
    return f"{cents // 100}{'.' if language.startswith('en') else ','}{cents % 100:02}"
