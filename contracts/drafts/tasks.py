from uuid import UUID

from django.utils.translation import gettext_lazy as _

from coachpractice.registry.jobs import job
from contracts.drafts import discarding


@job(discarding.FORGET, what=_("Delete a draft that was thrown away"))
def forget_draft(*, contract: str) -> None:
    discarding.forget(UUID(contract))
