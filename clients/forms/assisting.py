from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from clients.forms import typed
from clients.models import Client
from coachpractice.ui.forms import LookForm

FACTS = ("name", "email", "phone", "address", "language")


class ReachForm(LookForm):
    """How somebody is called and reached: what an assistant may prepare. What the code asks to
    settle beforehand is the coach's to say."""

    name = typed.line(_("Name"), "name", help_text=_("As it is to stand in the contract."))
    email = typed.email(
        required=False,
        help_text=_("A personal address: nothing of the coaching goes to a work mailbox."),
    )
    phone = typed.phone()
    address = typed.address()
    language = typed.language(_("Language of contract and mails"))

    def __init__(self, data: Any = None, *, coaches: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        fields: list[Any] = [*FACTS[:-1], Field("language", wrapper_class="chips")]
        if coaches is not None:
            self.fields["coach"] = forms.ChoiceField(
                label=_("Whose client"), choices=[(str(each.pk), str(each)) for each in coaches]
            )
            fields.insert(0, "coach")
        self.helper.layout = Layout(*fields)

    @classmethod
    def about(cls, client: Client, data: Any = None) -> "ReachForm":
        return cls(data, initial={name: getattr(client, name) for name in FACTS})
