from django.utils.translation import gettext_lazy as _

from coachpractice.accounts.models import User
from coachpractice.practices import events
from coachpractice.practices.adapter import note
from coachpractice.registry.jobs import job


@job("practices.note-refused-login", what=_("Note a refused login"), attempts=5)
def note_refused_login(*, user: str) -> None:
    if person := User.objects.filter(pk=user).first():
        note(events.LOGIN_FAILED, person)
