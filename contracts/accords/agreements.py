"""How accords are signed, and what follows."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.registry.agreements import agreement
from contracts.accords.actions import conclude
from contracts.accords.kinds import AGREEMENT, FRAMEWORK


@agreement(AGREEMENT.agreement)
class Confidentiality:
    """An agreement of confidentiality; with the last signature, it is in force."""

    paper = "documents/contract.html"

    def label(self, envelope: Any, language: str) -> str:
        with translation.override(language):
            return str(AGREEMENT.label)

    def file_name(self, envelope: Any) -> str:
        number = {"number": envelope.confidentialityagreement.number}
        with translation.override(envelope.language):
            return _("agreement-%(number)s") % number

    def concluded(self, envelope: Any, *, by: Any) -> None:
        conclude(AGREEMENT.model, envelope, by=by)

    def url(self, envelope: Any) -> str:
        return reverse(AGREEMENT.page_url, args=[envelope.object])


@agreement(FRAMEWORK.agreement)
class Framework:
    """A framework contract with a sponsor; contracts with single people may stand under it."""

    paper = "documents/contract.html"

    def label(self, envelope: Any, language: str) -> str:
        with translation.override(language):
            return str(FRAMEWORK.label)

    def file_name(self, envelope: Any) -> str:
        number = {"number": envelope.frameworkcontract.number}
        with translation.override(envelope.language):
            return _("framework-%(number)s") % number

    def concluded(self, envelope: Any, *, by: Any) -> None:
        conclude(FRAMEWORK.model, envelope, by=by)

    def url(self, envelope: Any) -> str:
        return reverse(FRAMEWORK.page_url, args=[envelope.object])
