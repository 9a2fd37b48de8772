from uuid import UUID

from django.utils.translation import gettext_lazy as _

from coachpractice.registry.jobs import job
from contracts.drafts import tasks as drafts  # noqa: F401 -- whose jobs are done too
from contracts.elsewhere import sealing
from contracts.elsewhere.keeping import SEAL


@job(SEAL, what=_("Seal the copy of something signed elsewhere"))
def seal_copy(*, taken_in: str) -> None:
    sealing.seal_copy(UUID(taken_in))
