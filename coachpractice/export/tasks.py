from django.utils.translation import gettext_lazy as _

from coachpractice.export import actions
from coachpractice.export.models import Export
from coachpractice.registry.jobs import job


def _given_up(*, export: str) -> None:
    actions.fail(export)


@job(
    "export.build",
    what=_("Prepare a download of everything"),
    attempts=3,
    lease=1800,
    failed=_given_up,
)
def build(*, export: str) -> None:
    actions.build(export)


@job("export.destroy", what=_("Destroy a download whose time is over"))
def destroy(*, export: str) -> None:
    if found := Export.objects.filter(pk=export).first():
        actions.destroy(found)
