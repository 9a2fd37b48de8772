"""Parts of the drafting form that only some contracts have: the sponsor, who signs for the client,
where the work is done and how it is signed."""

from typing import Any

from crispy_forms.layout import HTML, Column, Div, Field, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from coachpractice.practices.forms import COUNTRIES
from contracts.models import AsksCode, Contract, Reporting, SigningOrder
from contracts.parties import Parties
from contracts.typed import LONGEST_WORDS

Fields = dict[str, Any]
MAY_BE_EMPTY = ("sponsor_expectations", "arrangement", "asks_code")


def prose(label: Any, *, rows: int = 2, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_WORDS,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def _tick(label: Any) -> Any:
    return forms.BooleanField(label=label, required=False)


def _choice(label: Any, choices: Any, *, help_text: Any = "") -> Any:
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=help_text)


class Block:
    """Some fields of the draft with their place on the page. `rows` are what a choice of a person
    stands for, by the name of the field."""

    def __init__(self, contract: Contract, parties: Parties) -> None:
        self.contract = contract
        self.parties = parties
        self.rows: dict[str, dict[str, Any]] = {}
        self.fields = self.made()

    def made(self) -> Fields:
        raise NotImplementedError

    def layout(self) -> Any:
        raise NotImplementedError

    @property
    def initial(self) -> dict[str, Any]:
        plain = [name for name in self.fields if name not in self.rows]
        people = {name: getattr(self.contract, f"{name}_id") or "" for name in self.rows}
        return {name: getattr(self.contract, name) for name in plain} | people

    def facts(self, typed: dict[str, Any]) -> dict[str, Any]:
        """What was typed here, people as rows. Who is chosen by nobody is none."""
        found = {}
        for name in self.fields:
            if name in self.rows and name in typed:
                found[name] = self.rows[name].get(typed[name])
            elif name in typed and (typed[name] != "" or name in MAY_BE_EMPTY):
                found[name] = typed[name]
        return found

    def _person(self, name: str, label: Any, rows: list[Any], first: Any, **more: Any) -> Any:
        self.rows[name] = {str(row.pk): row for row in rows}
        choices = [(str(row.pk), row.name) for row in rows]
        return _choice(label, [*first, *choices], **more)


class SponsorBlock(Block):
    """Who pays, what they expect, what they are told."""

    def made(self) -> Fields:
        sponsor = self.contract.client.sponsor or self.contract.sponsor
        nobody = [] if self.parties.is_team else [("", _("The client"))]
        if self.parties.is_represented and not self.parties.is_team:
            nobody = [("", _("Who signs for the client"))]
        found = {"sponsor": self._person("sponsor", _("Who pays"), [sponsor], nobody)}
        if len(self.parties.signing_contacts) > 1:
            found["sponsor_contact"] = self._person(
                "sponsor_contact",
                _("Who signs for the organisation"),
                self.parties.signing_contacts,
                [],
            )
        found |= {
            "sponsor_expectations": prose(
                _("What the organisation expects of the coaching"),
                help_text=_("The client reads it too: no aim is hidden (clause 1.2.7)."),
            ),
            "report_attendance": _choice(_("Who tells it of attendance"), Reporting),
            "report_progress": _choice(
                _("Who tells it of progress on the common objectives"),
                Reporting,
                help_text=_("What is said in sessions is never reported, except by the client."),
            ),
            "meeting_start": _tick(_("At the start")),
            "meeting_mid": _tick(_("Half-way")),
            "meeting_end": _tick(_("At the end")),
        }
        return found

    def layout(self) -> Any:
        people = [name for name in ("sponsor", "sponsor_contact") if name in self.fields]
        return Fieldset(
            _("The organisation"),
            *people,
            "sponsor_expectations",
            "report_attendance",
            "report_progress",
            Div(
                HTML('<p class="form-label" id="meetings">{}</p>'.format(_("Meetings of three"))),
                "meeting_start",
                "meeting_mid",
                "meeting_end",
                role="group",
                aria_labelledby="meetings",
            ),
            css_class="section",
        )


class BesideBlock(Block):
    """Who signs for the client or with them, and what others are told."""

    def made(self) -> Fields:
        found: Fields = {}
        if self.parties.is_minor:
            found["both_parents"] = forms.BooleanField(
                label=_("Both parents sign"),
                required=False,
                help_text=_(
                    "One is enough for a usual act. Ask both when it is not: they disagree, the "
                    "subject is delicate, the price is high."
                ),
            )
        if len(self.parties.guardians) > 1:
            label = _("Who signs, when one of them does")
            found["guardian"] = self._person("guardian", label, self.parties.guardians, [])
        found["arrangement"] = prose(*self._words)
        found["arrangement"].help_text = self._example
        return found

    @property
    def _words(self) -> tuple[Any]:
        if self.parties.is_accompanied:
            return (_("What they are told"),)
        return (_("The arrangement made with the client"),)

    @property
    def _example(self) -> Any:
        if self.parties.is_accompanied:
            return _("As it reads after “are told:”. The child or the client reads it too.")
        return _("As it reads after “we have agreed:”. Only the client reads it.")

    def layout(self) -> Any:
        title = _("Who signs for the client") if self.parties.is_represented else ""
        if not title:
            title = _("What protects the client")
        return Fieldset(title, *self.fields, css_class="section")


class SigningBlock(Block):
    """Where the work is done, in which order it is signed, what opens the door. Folded away."""

    def made(self) -> Fields:
        found: Fields = {
            "coach_country": _choice(_("The country you work from"), COUNTRIES),
            "client_country": _choice(_("The country where the client is"), COUNTRIES),
        }
        if self.parties.has_sponsor:
            found["signing_order"] = _choice(_("Who signs first"), SigningOrder)
        found["asks_code"] = _choice(
            _("Before the text opens"),
            AsksCode,
            help_text=_("A word agreed on the telephone keeps out whoever reads their mail."),
        )
        return found

    def layout(self) -> Any:
        usual = self.contract.coach.practice.country
        abroad = {self.contract.coach_country, self.contract.client_country} != {usual}
        changed = abroad or self.contract.asks_code or self.contract.signing_order != "together"
        rest = [name for name in ("signing_order", "asks_code") if name in self.fields]
        return Layout(
            HTML("<details open>" if changed else "<details>"),
            HTML("<summary>{}</summary>".format(_("Countries of work, and how it is signed"))),
            Row(Column("coach_country"), Column("client_country")),
            *(Field(name) for name in rest),
            HTML("</details>"),
        )


def needed(contract: Contract, parties: Parties) -> dict[str, Block]:
    """The blocks this contract needs, by where they stand."""
    found: dict[str, Block] = {}
    if contract.client.sponsor_id or contract.sponsor_id:
        found["sponsor"] = SponsorBlock(contract, parties)
    if parties.needs_arrangement:
        found["beside"] = BesideBlock(contract, parties)
    found["signing"] = SigningBlock(contract, parties)
    return found
