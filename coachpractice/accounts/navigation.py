from django.utils.translation import gettext_lazy as _

from coachpractice.ui.navigation import Entry, Group, register

register(Entry(_("My account"), "accounts:account", "key-round", Group.ACCOUNT, 10))
