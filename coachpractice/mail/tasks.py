from django.utils.translation import gettext_lazy as _

from coachpractice.mail import actions
from coachpractice.registry.jobs import job


def _give_up(*, mail: str) -> None:
    actions.give_up(mail)


@job("mail.deliver", what=_("Send a mail"), attempts=60, failed=_give_up)
def deliver(*, mail: str) -> None:
    actions.deliver(mail)
