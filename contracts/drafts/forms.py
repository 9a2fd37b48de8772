"""What is typed to make the same contract with somebody else, and to greet whoever signs."""

import re
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clients.forms import typed
from clients.listing import folded
from clients.models import Client
from coachpractice.ui.fields import DayField
from coachpractice.ui.forms import LookForm, mark_needed
from contracts.drafts.greeting import LONGEST
from contracts.drafts.repeating import MOST_AT_ONCE, Also, Person
from contracts.models import Contract

_ADDRESS = re.compile(r"[^\s<>,;()\"]+@[^\s<>,;()\"]+")
_AROUND = ' \t,;<>()"“”«»-–:'


class GreetingForm(LookForm):
    greeting = forms.CharField(
        label=_("A sentence of yours on top of the mail"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("A mail is no letter under seal: nothing confidential."),
    )


class FirstMeetingForm(LookForm):
    explained_on = DayField(label=_("Explained on"))


class RepeatForm(LookForm):
    """For whom, and what else goes over. `clients` are those it could be made with just so, with
    their keys. Only adults may be new: others need a file with more in it."""

    name = typed.line(_("Name"), "name", required=False, attrs={"dir": "auto", "autofocus": True})
    email = typed.email(required=False, help_text=_("A personal address, not one at work."))
    settled = forms.BooleanField(required=False)
    people = forms.CharField(
        label=_("One person a line: name, then e-mail address"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "autocomplete": "off"}),
        help_text=_("Ten at most. Each gets a file and a draft."),
    )
    client = forms.ChoiceField(label=_("Client"), required=False)
    common = forms.BooleanField(
        label=_("What the organisation expects, and the objectives shared with it"), required=False
    )
    personal = forms.BooleanField(required=False)

    def __init__(
        self, data: Any = None, *, contract: Contract, clients: Sequence[Client], name: str
    ) -> None:
        super().__init__(data, initial={"common": True})
        self.contract, self.clients = contract, {str(each.pk): each for each in clients}
        new = contract.client.kind == Client.Kind.ADULT
        sponsor = contract.sponsor_id is not None
        for field, there in (
            *dict.fromkeys(("name", "email", "settled"), new).items(),
            ("people", new and sponsor), ("client", bool(clients)), ("common", sponsor),
        ):  # fmt: skip
            if not there:
                del self.fields[field]
        mark_needed(
            self, [each for each in ("name", "email", "people", "client") if each in self.fields]
        )
        self._speak(name, sponsor=sponsor)
        self.helper.layout = self._layout(new=new)

    @property
    def is_possible(self) -> bool:
        """Whether there is anybody it could be made with."""
        return "name" in self.fields or "client" in self.fields

    def _speak(self, name: str, *, sponsor: bool) -> None:
        fields: Any = self.fields
        words = _("What %(name)s expects, and all their objectives")
        fields["personal"].label = words % {"name": name}
        fields["personal"].help_text = _(
            "They told you this in confidence: tick it only if it was said of all."
        )
        if "settled" in fields:
            fields["settled"].label = (
                _("An adult, without another tie with me, asking for what I can do")
                if sponsor
                else _(
                    "An adult, without another tie with me or with one of my clients, asking for "
                    "what I can do"
                )
            )
            fields["settled"].help_text = format_html(
                '{} <a href="{}">{}</a>.', _("Otherwise"), reverse("clients:add"),
                _("open a full file"),
            )  # fmt: skip
        if "client" in fields:
            named = sorted(self.clients.values(), key=lambda client: folded(client.name))
            rows = [(str(client.pk), f"{client.name} · {client.code}") for client in named]
            fields["client"].choices = [("", _("Choose…")), *rows]

    def _layout(self, *, new: bool) -> Layout:
        parts: list[Any] = []
        if new:
            who = ["name", "email", "settled"]
            parts.append(Fieldset(_("Somebody new"), *who, css_class="section"))
        if "people" in self.fields:
            tag = "<details open>" if self.data.get("people") else "<details>"
            parts += [
                HTML(tag),
                HTML(format_html("<summary>{}</summary>", _("Several at once"))),
                "people",
                HTML("</details>"),
            ]
        if "client" in self.fields:
            words = _("Or somebody who has a file already") if new else _("Who has a file already")
            parts.append(Fieldset(words, "client", css_class="section"))
        also = [each for each in ("common", "personal") if each in self.fields]
        parts.append(Fieldset(_("Take over as well"), *also, css_class="section"))
        return Layout(*parts)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        one = found.get("name") or found.get("email") or {"name", "email"} & set(self.errors)
        ways = [way for way in (one, found.get("people"), found.get("client")) if way]
        if len(ways) > 1:
            raise ValidationError(_("Choose one way: somebody new, several, or a client."))
        if not ways and not self.errors:
            raise ValidationError(_("Say for whom."))
        if found.get("client"):
            return found
        found["new"] = self._lines(found) if found.get("people") else self._one(found)
        if not found.get("settled"):
            self.add_error("settled", _("Tick it if it is so, or open a full file."))
        return found

    def _one(self, found: dict[str, Any]) -> list[Person]:
        for name in ("name", "email"):
            if not found.get(name) and name not in self.errors:
                self.add_error(name, _("This is needed."))
        return [Person(found.get("name", ""), found.get("email", ""))]

    def _lines(self, found: dict[str, Any]) -> list[Person]:
        """Each line as a name and an address, in whichever order and between whichever signs."""
        people, seen = [], set()
        lines = [line for line in found["people"].splitlines() if line.strip()]
        if len(lines) > MOST_AT_ONCE:
            self.add_error("people", _("Ten people at once, no more."))
            return []
        for number, line in enumerate(lines, start=1):
            person, fault = _person(line)
            if not fault and person.email.casefold() in seen:
                fault = _("this address stands there twice")
            seen.add(person.email.casefold())
            people.append(person)
            if fault:
                words = _("Line %(number)s: %(fault)s.")
                self.add_error("people", words % {"number": number, "fault": fault})
        return people

    @property
    def also(self) -> Also:
        said = self.cleaned_data
        return Also(common=bool(said.get("common")), personal=bool(said.get("personal")))

    @property
    def chosen(self) -> Client | None:
        return self.clients.get(self.cleaned_data.get("client", ""))


def _person(line: str) -> tuple[Person, Any]:
    found = _ADDRESS.search(line)
    if found is None:
        return Person("", ""), _("no e-mail address")
    email = found.group()
    name = " ".join((line[: found.start()] + " " + line[found.end() :]).strip(_AROUND).split())
    try:
        validate_email(email)
    except ValidationError:
        return Person(name, email), _("this is no e-mail address")
    return Person(name, email), "" if name else _("no name")
