from django.utils.translation import gettext_lazy as _

from coachpractice.registry.events import event

DRAFTED = event("contract-drafted", _("Contract begun"))
CHANGED = event("contract-changed", _("Draft of a contract changed"))
SENT = event("contract-sent", _("Contract sent"))
CONCLUDED = event("contract-concluded", _("Contract concluded"))
AGREEMENT_DRAFTED = event("agreement-drafted", _("Confidentiality agreement begun"))
AGREEMENT_CHANGED = event("agreement-changed", _("Draft of a confidentiality agreement changed"))
AGREEMENT_SENT = event("agreement-sent", _("Confidentiality agreement sent"))
AGREEMENT_CONCLUDED = event("agreement-concluded", _("Confidentiality agreement concluded"))
FRAMEWORK_DRAFTED = event("framework-drafted", _("Framework contract begun"))
FRAMEWORK_CHANGED = event("framework-changed", _("Draft of a framework contract changed"))
FRAMEWORK_SENT = event("framework-sent", _("Framework contract sent"))
FRAMEWORK_CONCLUDED = event("framework-concluded", _("Framework contract concluded"))
