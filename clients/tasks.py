from django.utils.translation import gettext_lazy as _

from clients.actions import importing
from clients.models import Import
from coachpractice.registry.jobs import job


@job("clients.forget-import", what=_("Destroy a list of clients nobody took in"))
def forget_import(*, batch: str) -> None:
    if found := Import.objects.filter(pk=batch).first():
        importing.put_away(found)
