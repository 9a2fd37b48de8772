from typing import Any

from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from clients.forms import typed
from clients.models import Sponsor, SponsorContact
from coachpractice.ui.forms import LookForm

Part = SponsorContact.Part


class SponsorForm(LookForm):
    """An organisation that pays for a coaching."""

    name = typed.line(_("Organisation"), "name", help_text=_("As it is to stand in the contract."))
    registration = typed.line(
        _("Registration number"), "registration", required=False, help_text=_("SIRET, for example.")
    )
    address = typed.address(_("Registered office"))
    language = typed.language(_("Language of contract and mails"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = Field("language", wrapper_class="chips")
        self.helper.layout = Layout("name", "registration", "address", language)

    @classmethod
    def about(cls, sponsor: Sponsor, data: Any = None) -> "SponsorForm":
        return cls(data, initial={name: getattr(sponsor, name) for name in cls.base_fields})


class ContactForm(LookForm):
    """Somebody at a sponsor, and what they are there for."""

    name = typed.line(_("Name"), "name", help_text=_("As it is to stand in the contract."))
    function = typed.line(_("Function"), "function", required=False)
    email = typed.email()
    phone = typed.phone()
    signs = forms.BooleanField(label=Part.SIGNS.label, required=False)
    attends = forms.BooleanField(label=Part.ATTENDS.label, required=False)
    pays = forms.BooleanField(label=Part.PAYS.label, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = Row(Column("email"), Column("phone"))
        self.helper.layout = Layout("name", "function", reach, "signs", "attends", "pays")

    @classmethod
    def about(cls, contact: SponsorContact, data: Any = None) -> "ContactForm":
        return cls(data, initial={name: getattr(contact, name) for name in cls.base_fields})

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not any(found.get(part) for part in Part.values):
            self.add_error("signs", _("Tick at least one: what they are there for."))
        return found
