from django.utils.translation import gettext_lazy as _

from coachpractice.registry.events import event

ADDED = event("client-added", _("Client added"))
CHANGED = event("client-changed", _("Client’s facts changed"))
OF_AGE = event("client-of-age", _("Client confirmed as of age"))
GUARDIAN_ADDED = event("guardian-added", _("Guardian added"))
GUARDIAN_CHANGED = event("guardian-changed", _("Guardian’s facts changed"))
GUARDIAN_REMOVED = event("guardian-removed", _("Guardian removed"))
MEMBER_ADDED = event("team-member-added", _("Member of a team added"))
MEMBER_CHANGED = event("team-member-changed", _("Facts of a team’s member changed"))
MEMBER_REMOVED = event("team-member-removed", _("Member of a team removed"))
SPONSOR_ADDED = event("sponsor-added", _("Sponsor added"))
SPONSOR_CHANGED = event("sponsor-changed", _("Sponsor’s facts changed"))
CONTACT_ADDED = event("contact-added", _("Sponsor’s contact added"))
CONTACT_CHANGED = event("contact-changed", _("Facts of a sponsor’s contact changed"))
CONTACT_REMOVED = event("contact-removed", _("Sponsor’s contact removed"))
IMPORTED = event("clients-imported", _("List of clients taken in"))
IMPORT_UNDONE = event("clients-import-undone", _("Import of a list of clients undone"))
REMOVED = event("client-removed", _("Client removed as the import of their list was undone"))
LIST_TAKEN = event("clients-list-taken", _("List of clients downloaded"))
