from django.utils.translation import gettext_lazy as _

from coachpractice.ui.navigation import Entry, Group, register

register(Entry(_("Today"), "reminders:today", "sun", Group.EVERYDAY, 10))
