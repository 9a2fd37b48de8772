from uuid import UUID

from django.utils.translation import gettext_lazy as _

from coachpractice.ethics.actions.taking_in import seal_copy as seal
from coachpractice.registry.jobs import job


@job("ethics.seal-copy", what=_("Seal the copy of a code signed elsewhere"))
def seal_copy(*, adoption: str) -> None:
    seal(UUID(adoption))
