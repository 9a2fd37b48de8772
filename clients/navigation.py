from django.utils.translation import gettext_lazy as _

from coachpractice.practices.permissions import Permission
from coachpractice.ui.navigation import Entry, Group, register

register(Entry(_("Clients"), "clients:list", "users", Group.EVERYDAY, 20, Permission.SEE_PARTIES))
