"""What paper needs of text."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_COMPOUND = re.compile(r"[^\s<>&;]*[^\s<>&;][-/\u2010][^\s<>&;]+")


@register.filter
def unbroken(text: str) -> SafeString:
    """Keep compounds ("et/ou", "eux-mêmes") on one line, so that the text of the PDF can be read
    back word for word."""
    whole = _COMPOUND.sub(r'<span class="whole">\g<0></span>', escape(text))
    return mark_safe(whole)  # noqa: S308  (escaped above)
