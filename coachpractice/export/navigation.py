from django.utils.translation import gettext_lazy as _

from coachpractice.practices.permissions import Permission
from coachpractice.ui.navigation import Entry, Group, register

register(
    Entry(
        _("Download everything"),
        "export:page",
        "download",
        Group.ACCOUNT,
        20,
        Permission.SEE_CLIENTS,
    )
)
register(Entry(_("Leave"), "export:leave", "log-out", Group.ACCOUNT, 30, Permission.SEE_PARTIES))
