"""`{% load contracts %}`: marks in a preview, and the state of a contract as a badge."""

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from coachpractice import clock
from coachpractice.signing.models import Role
from coachpractice.ui.templatetags.ui import badge
from contracts.drafts.forms import FirstMeetingForm
from contracts.models import Contract, FirstMeeting
from contracts.text import END, GAP, TYPED
from contracts.words import look_of, state_name

register = template.Library()


@register.filter
def marked(text: str) -> SafeString:
    """A text of a preview, escaped, with what was typed in `mark` and what is missing in `.gap`."""
    html = str(escape(text)).replace("\n", "<br>")
    for sign, tag in ((TYPED, "<mark>"), (GAP, '<mark class="gap">'), (END, "</mark>")):
        html = html.replace(sign, tag)
    return mark_safe(html)  # noqa: S308 -- escaped above; the signs are ours


@register.filter
def only_for(piece: dict[str, Any]) -> str:
    """Who reads a piece of the text that is not for everybody."""
    readers = [str(Role(role).label) for role in piece["for"]]
    return gettext("Only for: %(readers)s") % {"readers": ", ".join(readers)}


@register.simple_tag
def contract_badge(state: str) -> SafeString:
    return badge(look_of(state), str(state_name(state)).capitalize())


@register.inclusion_tag("contracts/drafts/_onward.html", takes_context=True)
def onward(context: Any, contract: Contract) -> dict[str, Any]:
    """The first meeting, and the way to the same contract for somebody else."""
    meeting = FirstMeeting.objects.filter(contract=contract.pk).first()
    form = FirstMeetingForm(initial={"explained_on": clock.today(contract.coach.practice.timezone)})
    token = context.get("csrf_token")
    return {"contract": contract, "meeting": meeting, "meeting_form": form, "csrf_token": token}
