from django.utils.translation import gettext_lazy as _

from coachpractice.practices.permissions import Permission
from coachpractice.ui.navigation import Entry, Group, register

register(
    Entry(
        _("Insurance and qualifications"),
        "cpd:standing",
        "badge-check",
        Group.PRACTICE,
        20,
        Permission.EDIT_PROFILE,
    )
)
