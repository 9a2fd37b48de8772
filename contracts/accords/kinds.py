"""The two kinds of accord, and how they differ."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coachpractice.registry.events import Event
from contracts import events
from contracts.models import Accord, ConfidentialityAgreement, FrameworkContract


@dataclass(frozen=True)
class Kind:
    """`name` begins the names of its pages, `agreement` is its name where things are signed."""

    name: str
    agreement: str
    template: str
    model: type[Accord]
    label: str | Promise
    label_of_many: str | Promise
    drafted: Event
    changed: Event
    sent: Event
    concluded: Event

    @property
    def list_url(self) -> str:
        return f"contracts:{self.name}s"

    @property
    def new_url(self) -> str:
        return f"contracts:new-{self.name}"

    @property
    def page_url(self) -> str:
        return f"contracts:{self.name}"

    @property
    def draft_url(self) -> str:
        return f"contracts:{self.name}-draft"

    @property
    def pdf_url(self) -> str:
        return f"contracts:{self.name}-pdf"

    @property
    def send_url(self) -> str:
        return f"contracts:{self.name}-send"

    @property
    def renew_url(self) -> str:
        return f"contracts:{self.name}-renew"

    @property
    def is_framework(self) -> bool:
        return self.model is FrameworkContract


AGREEMENT = Kind(
    name="agreement",
    agreement="confidentiality-agreement",
    template="confidentiality",
    model=ConfidentialityAgreement,
    label=_("Confidentiality agreement"),
    label_of_many=_("Confidentiality agreements"),
    drafted=events.AGREEMENT_DRAFTED,
    changed=events.AGREEMENT_CHANGED,
    sent=events.AGREEMENT_SENT,
    concluded=events.AGREEMENT_CONCLUDED,
)
FRAMEWORK = Kind(
    name="framework",
    agreement="framework-contract",
    template="framework",
    model=FrameworkContract,
    label=_("Framework contract"),
    label_of_many=_("Framework contracts"),
    drafted=events.FRAMEWORK_DRAFTED,
    changed=events.FRAMEWORK_CHANGED,
    sent=events.FRAMEWORK_SENT,
    concluded=events.FRAMEWORK_CONCLUDED,
)
KINDS = {kind.name: kind for kind in (AGREEMENT, FRAMEWORK)}


def kind_of(accord: Accord) -> Kind:
    return FRAMEWORK if isinstance(accord, FrameworkContract) else AGREEMENT
