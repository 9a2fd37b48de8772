from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coachpractice.documents.verification_codes import normalise
from coachpractice.documents.verifying import LARGEST
from coachpractice.signing.models import Code, Party
from coachpractice.ui.forms import LookForm

YES, NO = "yes", "no"


class ChoicesForm(LookForm):
    """The party's own choices, none preset, and their name. Names what is missing; the action
    keeps what was given all the same."""

    typed_name = forms.CharField(
        label=_("Your name, in full"),
        max_length=200,
        help_text=_("Typing it here does not sign yet: you check everything on the next page."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consents = party.text.get("consents", ())
        for consent in self.consents:
            self.fields[f"consent-{consent['key']}"] = forms.ChoiceField(
                label=consent["question"],
                choices=[(YES, consent["yes"]), (NO, consent["no"])],
                widget=forms.RadioSelect,
                help_text=consent["detail"],
                error_messages={"required": _("Answer yes or no.")},
            )
        self.order_fields([f"consent-{each['key']}" for each in self.consents])

    def given(self) -> dict[str, bool]:
        """The choices that were made, complete or not."""
        answers = {each["key"]: self.data.get(f"consent-{each['key']}") for each in self.consents}
        return {key: value == YES for key, value in answers.items() if value in (YES, NO)}


class DeclineForm(LookForm):
    reason = forms.CharField(
        label=_("Why do you decline?"),
        max_length=2000,
        help_text=_("A few words are enough. They go to the person who sent you this text."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DoorCodeForm(LookForm):
    """What opens the door: six digits from a mail, or what was agreed in person."""

    code = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("What you agreed with your coach")
        if party.code == Code.MAIL:
            field.label = _("Code of six digits")
            field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class PassOnForm(LookForm):
    """Who the right person is."""

    name = forms.CharField(label=_("Their name, in full"), max_length=200)
    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("The link goes there, and to nobody else."),
    )


class CorrectForm(LookForm):
    """Name and address of somebody who is to sign."""

    name = forms.CharField(label=_("Name, in full"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The new link goes there, and to nobody else.")
    )
    secret = forms.CharField(
        label=_("Word or number agreed in person"),
        required=False,
        max_length=100,
        help_text=_("Leave it empty to keep the present one. It is not kept in readable form."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if party.code != Code.AGREED:
            del self.fields["secret"]


class AnswerForm(LookForm):
    answer = forms.CharField(
        label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )


class SpokenForm(LookForm):
    spoken_on = forms.DateField(
        label=_("Answered by phone or face to face, on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class CountersignForm(LookForm):
    typed_name = forms.CharField(
        label=_("Your name, in full"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class CodeForm(LookForm):
    code = forms.CharField(
        label=_("Verification code"),
        max_length=40,
        help_text=_("Twelve signs, printed on the last page: K7QF-2M9X-T4HB."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = normalise(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(_("This is no verification code of ours."))
        return code


class FileForm(LookForm):
    file = forms.FileField(
        label=_("The PDF file"),
        help_text=_("It is checked and forgotten at once: nothing of it is kept."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large to be checked here."))
        return file
