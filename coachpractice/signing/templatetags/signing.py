"""`{% load signing %}`: what stands on a coach's page about an envelope."""

from typing import Any

from django import template

from coachpractice.signing.actions.identifying import MOST_TRIES
from coachpractice.signing.models import Check, Envelope, Point, Question

register = template.Library()


@register.inclusion_tag("signing/_parties.html", takes_context=True)
def parties(context: Any, envelope: Envelope) -> dict[str, Any]:
    """Who signs and where each stands, the seal, the document."""
    found = envelope.parties_for_page()
    positions = {party.position for party in found}
    return {
        "envelope": envelope,
        "parties": found,
        "in_order": len(found) > 2 and len(positions) > 1,
        "most_tries": MOST_TRIES,
        "turn": {party.pk for party in envelope.first_of(found)},
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("signing/_departure.html", takes_context=True)
def departure(context: Any, envelope: Envelope) -> dict[str, Any]:
    """While it has not left: when it will, and the ways to recall or to hurry it."""
    return {"envelope": envelope, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("signing/_questions.html", takes_context=True)
def questions(context: Any, envelope: Envelope) -> dict[str, Any]:
    """Every question, with who asked it, and its answer or the link to answer it."""
    rows = Question.objects.of_envelope(envelope).unlocked("content", "identity")
    return {"questions": list(rows), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("signing/_points.html", takes_context=True)
def points(context: Any, envelope: Envelope) -> dict[str, Any]:
    """Comprehension questions answered otherwise than the text says, to talk over."""
    rows = Check.objects.of_envelope(envelope).not_understood().unlocked("contract")
    found = [Point.of(row) for row in rows]
    return {"points": found, "csrf_token": context.get("csrf_token")}
