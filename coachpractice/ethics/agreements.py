from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.ethics.actions.adopting import KIND, conclude
from coachpractice.registry.agreements import agreement


@agreement(KIND)
class CodeOfEthics:
    """A coach's own signature under an edition of the code."""

    paper = "documents/code.html"

    def label(self, envelope: Any, language: str) -> str:
        with translation.override(language):
            return _("Code of ethics")

    def file_name(self, envelope: Any) -> str:
        return f"code-{envelope.snapshot['edition']}-{envelope.code}"

    def concluded(self, envelope: Any, *, by: Any) -> None:
        conclude(envelope, by=by)

    def url(self, envelope: Any) -> str:
        return reverse("ethics:mine")
