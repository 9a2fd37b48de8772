from django.utils.translation import gettext_lazy as _

from coachpractice.registry.events import event

PUT_OFF = event("due-put-off", _("Something due put off"))
BROUGHT_BACK = event("due-brought-back", _("Something put off brought back"))
CHANGED = event("reminders-changed", _("Settings of the reminders changed"))
CALENDAR_OPENED = event("calendar-opened", _("Address of the calendar made"))
CALENDAR_CLOSED = event("calendar-closed", _("Address of the calendar revoked"))
