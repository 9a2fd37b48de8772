from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.registry.agreements import agreement
from contracts.accords import agreements as accords  # noqa: F401 -- which are signed too
from contracts.actions import conclude
from contracts.changes.following import take_effect
from contracts.changes.preface import called
from contracts.changes.since import became
from contracts.models import KIND


@agreement(KIND)
class CoachingContract:
    """A contract between a coach and a client; with the last signature, coaching may begin."""

    paper = "documents/contract.html"

    def label(self, envelope: Any, language: str) -> str:
        return called(envelope.contract, language)

    def file_name(self, envelope: Any) -> str:
        with translation.override(envelope.language):
            return _("contract-%(number)s") % {"number": envelope.contract.number}

    def concluded(self, envelope: Any, *, by: Any) -> None:
        take_effect(conclude(envelope, by=by), by=by)

    def became(self, envelope: Any) -> str:
        return became(envelope)

    def url(self, envelope: Any) -> str:
        return reverse("contracts:page", args=[envelope.object])
