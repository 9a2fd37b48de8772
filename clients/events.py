from django.utils.translation import gettext_lazy as _

from coachpractice.registry.events import event

ADDED = event("client-added", _("Client added"))
CHANGED = event("client-changed", _("Client’s facts changed"))
