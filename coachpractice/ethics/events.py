from django.utils.translation import gettext_lazy as _

from coachpractice.registry.events import event

PREPARED = event("code-prepared", _("Code of ethics prepared for signature"))
SIGNED = event("code-signed", _("Code of ethics signed"))
TAKEN_IN = event("code-taken-in", _("Code of ethics signed elsewhere, taken in with its scan"))
COPY_SEALED = event("code-copy-sealed", _("Copy of a code signed elsewhere sealed"))
