from django.utils.translation import gettext_lazy as _

from coachpractice.registry.events import event

FOUNDED = event("practice-founded", _("Practice founded"))
REMOVED = event("example-removed", _("Example practice removed"))
FACTS_CHANGED = event("practice-changed", _("Facts of the practice changed"))
PROFILE_CHANGED = event("profile-changed", _("Coach’s profile changed"))
INVITED = event("member-invited", _("Colleague invited"))
WITHDRAWN = event("member-invitation-withdrawn", _("Invitation of a colleague withdrawn"))
JOINED = event("member-joined", _("Colleague joined"))
LEFT = event("member-left", _("Place in the practice ended"))
HELP_GIVEN = event("assistance-given", _("Assistant let in by a coach"))
HELP_ENDED = event("assistance-ended", _("Assistant no longer let in by a coach"))

LOGGED_IN = event("logged-in", _("Logged in"))
LOGGED_OUT = event("logged-out", _("Logged out"))
LOGIN_FAILED = event("login-failed", _("Login refused"))
CODE_REFUSED = event("second-factor-refused", _("Second factor refused"))
SECOND_FACTOR_ON = event("second-factor-on", _("Second factor turned on"))
SECOND_FACTOR_OFF = event("second-factor-off", _("Second factor turned off"))
CODES_RENEWED = event("recovery-codes-renewed", _("New recovery codes made"))
PASSWORD_CHANGED = event("password-changed", _("Password changed"))
PASSWORD_RESET = event("password-reset", _("Password chosen anew through a mailed link"))
PASSKEY_ADDED = event("passkey-added", _("Passkey added"))
PASSKEY_REMOVED = event("passkey-removed", _("Passkey removed"))
