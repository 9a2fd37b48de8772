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
ENDING_ASKED = event("contract-ending-asked", _("End of a contract asked"))
ENDING_SETTLED = event("contract-ending-settled", _("End of a contract settled"))
WITHDRAWN = event("contract-withdrawn", _("Consumer withdrew from a contract"))
WITHDRAWAL_SETTLED = event("contract-withdrawal-settled", _("Withdrawal from a contract settled"))
AMENDMENT_DRAFTED = event("amendment-drafted", _("Amendment begun"))
SUPERSEDED = event("contract-superseded", _("Contract replaced by its amendment"))
RESTORED = event(
    "contract-restored", _("Contract in force again: its amendment was withdrawn from")
)
RENEWAL_DRAFTED = event("renewal-drafted", _("Renewal begun"))
DEPENDENCE_REVIEWED = event("dependence-reviewed", _("Dependence thought over before a renewal"))
SUSPENDED = event("contract-suspended", _("Contract suspended"))
RESUMED = event("contract-resumed", _("Contract taken up again"))
