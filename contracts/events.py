from django.utils.translation import gettext_lazy as _

from coachpractice.registry.events import event

DRAFTED = event("contract-drafted", _("Contract begun"))
CHANGED = event("contract-changed", _("Draft of a contract changed"))
SENT = event("contract-sent", _("Contract sent"))
CONCLUDED = event("contract-concluded", _("Contract concluded"))
