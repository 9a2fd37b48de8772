from django.utils.translation import gettext_lazy as _

from coachpractice.registry.events import event

ASKED = event("export-asked", _("Download of everything asked for"))
READY = event("export-ready", _("Download of everything prepared"))
TAKEN = event("export-taken", _("Everything downloaded"))
DESTROYED = event("export-destroyed", _("Download of everything destroyed"))
