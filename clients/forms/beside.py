from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from clients.actions import LONGEST, guardians
from clients.forms import typed
from clients.models import Client, Guardian, TeamMember
from coachpractice.ui.forms import LookForm

# Who acts under each protection; anybody else would not be asked to sign.
ACTS_UNDER = {
    Client.Protection.GUARDIANSHIP.value: Guardian.Kind.GUARDIAN,
    Client.Protection.CURATORSHIP.value: Guardian.Kind.CURATOR,
    Client.Protection.MANDATE.value: Guardian.Kind.REPRESENTATIVE,
}


class GuardianForm(LookForm):
    """Who signs for this client, or with them. The client is the address's, never the form's."""

    kind = forms.ChoiceField(label=_("They are"), widget=forms.RadioSelect)
    name = typed.line(_("Name"), "name", help_text=_("As it is to stand in the contract."))
    email = typed.email(
        help_text=_("Their own: each reads a text of their own, and answers alone.")
    )
    phone = typed.phone()
    address = typed.address()
    authority = typed.words(
        _("What their authority rests on"),
        LONGEST["authority"],
        required=False,
        help_text=_("Joint parental authority, a judgment and its date, a mandate."),
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = guardians.KINDS[client.kind]  # type: ignore[index]
        field: Any = self.fields["kind"]
        field.choices = [(kind.value, kind.label) for kind in kinds]
        field.initial = ACTS_UNDER.get(client.protection)
        chips = Field("kind", wrapper_class="chips")
        self.helper.layout = Layout(chips, "name", "email", "phone", "address", "authority")

    @classmethod
    def about(cls, guardian: Guardian, data: Any = None, *, client: Client) -> "GuardianForm":
        initial = {name: getattr(guardian, name) for name in cls.base_fields}
        return cls(data, initial=initial, client=client)


class MemberForm(LookForm):
    """Who is in this team."""

    name = typed.line(_("Name"), "name")
    email = typed.email(
        help_text=_("Their own: each reads the code and the rules, and answers alone.")
    )

    @classmethod
    def about(cls, member: TeamMember, data: Any = None) -> "MemberForm":
        return cls(data, initial={name: getattr(member, name) for name in cls.base_fields})
