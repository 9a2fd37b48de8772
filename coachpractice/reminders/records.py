from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Ending, Secrecy, record

OWNED = ("id", "practice", "created_at", "member")
PSEUDONYM = Secrecy.PSEUDONYM

record(
    "reminders.Settings",
    subject="coach",
    purpose=_("Send the reminders a coach wants, when they want them"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys((*OWNED, "deadlines", "digest_day", "hour", "next_digest_at"), PSEUDONYM),
    starts="end of the membership",
)
record(
    "reminders.Snooze",
    subject="coach",
    purpose=_("Keep what was put off away until its day"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys((*OWNED, "source", "subject", "until"), PSEUDONYM),
    starts="the day it was put off to",
    months=1,
)
record(
    "reminders.Reminded",
    subject="coach",
    purpose=_("Send each reminder once"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys((*OWNED, "source", "subject", "day", "threshold", "letter"), PSEUDONYM),
    starts="the day it is about",
    months=12,
)
record(
    "reminders.Digest",
    subject="coach",
    purpose=_("Send the mail of a week once"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys((*OWNED, "year", "week"), PSEUDONYM),
    starts="the week it is about",
    months=12,
)
record(
    "reminders.Sweep",
    subject="nobody",
    purpose=_("Make up for reminders that were missed"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys(("source", "until"), Secrecy.PLAIN),
    then=Ending.KEEP,
)
