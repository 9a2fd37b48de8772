from django.utils.translation import gettext_lazy as _

from coachpractice.registry.events import event

OPENED = event("envelope-opened", _("Document prepared for signature"))
FROZEN = event("envelope-frozen", _("Text fixed and rendered"))
INVITED = event("party-invited", _("Invitation sent"))
DELIVERED = event("mail-delivered", _("Mail taken by the mail server"))
BOUNCED = event("mail-failed", _("Mail refused by the mail server"))
ENTERED = event("party-entered", _("Link opened"))
CLEAR = event("card-clear", _("Part confirmed as clear"))
ASKED = event("question-asked", _("Question asked"))
ANSWERED = event("question-answered", _("Question answered"))
CLOSED = event("question-closed", _("Question closed by who asked it"))
CHECKED = event("comprehension-checked", _("Comprehension question answered"))
TALKED_OVER = event("point-talked-over", _("Point talked over"))
LIMIT = event("limit-answered", _("Limit of confidentiality answered"))
CONSENTED = event("consent-answered", _("Choice made"))
SIGNED = event("party-signed", _("Signed"))
DECLINED = event("party-declined", _("Declined"))
CONCLUDED = event("envelope-concluded", _("Signed by all: in effect"))
SEALED = event("envelope-sealed", _("Sealed"))
SEAL_FAILED = event("seal-failed", _("Sealing failed"))
VOIDED = event("envelope-voided", _("Taken back by the coach"))
