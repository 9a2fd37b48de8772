from django.utils.translation import gettext_lazy as _

from coachpractice.practices.permissions import Permission
from coachpractice.ui.navigation import Entry, Group, register

register(
    Entry(
        _("Settings"),
        "practices:settings",
        "sliders-horizontal",
        Group.OFFICE,
        90,
        Permission.EDIT_PROFILE,
    )
)
