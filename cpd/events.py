from django.utils.translation import gettext_lazy as _

from coachpractice.registry.events import event

ADDED = event("standing-added", _("Insurance, membership or qualification added"))
CHANGED = event("standing-changed", _("Insurance, membership or qualification changed"))
RENEWED = event("standing-renewed", _("Insurance, membership or qualification renewed"))
REMOVED = event("standing-removed", _("Insurance, membership or qualification removed"))
