"""`{% load accords %}`: the state of an accord as a badge."""

from django import template
from django.utils.safestring import SafeString

from coachpractice.ui.templatetags.ui import badge
from contracts.accords.words import look_of, state_name

register = template.Library()


@register.simple_tag
def accord_badge(state: str) -> SafeString:
    name = str(state_name(state))
    return badge(look_of(state), name[:1].upper() + name[1:])
