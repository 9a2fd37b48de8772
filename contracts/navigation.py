from django.utils.translation import gettext_lazy as _

from coachpractice.practices.permissions import Permission
from coachpractice.ui.navigation import Entry, Group, register

register(
    Entry(
        _("Contracts"),
        "contracts:list",
        "file-signature",
        Group.EVERYDAY,
        30,
        Permission.SEE_PARTIES,
    )
)
