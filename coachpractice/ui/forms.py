"""How forms look: crispy's helper with the house's defaults, and what every form of ours can do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crispy_forms import helper
from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from coachpractice.registry.errors import Refused


class FormHelper(helper.FormHelper):
    """The page writes `<form method="post" novalidate>` and the buttons; crispy the fields between
    them, the token against forgery and the summary of faults."""

    form_tag = False


class LookForm(forms.Form):
    """A form in the house's look: optional fields say so, faults are listed above with links.

    Set `self.helper.layout` after `super().__init__()` to group fields.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        mark_optional(self)

    def refuse(self, refusal: Refused) -> None:
        """Show an action's refusal where it belongs: at its fields, else above the form."""
        for field, message in refusal.fields.items():
            self.add_error(field if field in self.fields else None, str(message))
        if not refusal.fields:
            self.add_error(None, str(refusal))


def mark_optional(form: forms.BaseForm) -> None:
    """Required is the rule, so a field that is not says « (facultatif) » after its label."""
    for name, field in form.fields.items():
        if field.required or field.widget.is_hidden or isinstance(field, forms.BooleanField):
            continue
        label = field.label if field.label is not None else name.replace("_", " ").capitalize()
        field.plain_label = label  # type: ignore[attr-defined]
        field.label = format_html('{} <span class="optional">({})</span>', label, _("optional"))


def mark_needed(form: forms.BaseForm, names: Iterable[str]) -> None:
    """Take « (facultatif) » away again: the form may be kept without these, but they are asked for
    sooner or later."""
    for name in names:
        field = form.fields[name]
        field.label = getattr(field, "plain_label", field.label)


@dataclass(frozen=True)
class ErrorLine:
    """One fault: its words, the field it is about (none: the whole form) and where that stands."""

    words: str
    label: str | Promise = ""
    anchor: str = ""


def error_lines(form: forms.BaseForm) -> Iterator[ErrorLine]:
    """The faults of a form, those of the whole first, then field by field as they stand."""
    for words in form.non_field_errors():
        yield ErrorLine(str(words))
    for name in form.fields:
        field = form[name]
        for words in form.errors.get(name, ()):
            if field.is_hidden:
                yield ErrorLine(str(words))
            else:
                yield ErrorLine(str(words), plain_label(field), field_anchor(field))


def plain_label(field: forms.BoundField) -> str | Promise:
    """The label without the « (facultatif) » that stands behind it on the page."""
    return getattr(field.field, "plain_label", field.label)


def field_anchor(field: forms.BoundField) -> str:
    """The id a link must lead to: the first choice of radios and boxes, else the field itself."""
    if field.use_fieldset and field.subwidgets:
        return field.subwidgets[0].id_for_label
    return field.id_for_label or field.auto_id
