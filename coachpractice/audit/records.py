from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Ending, Secrecy, record

P = Secrecy.PSEUDONYM

record(
    "audit.Entry",
    subject="practice",
    purpose=_("Show what happened, so that nobody can rewrite it"),
    basis=Basis.OBLIGATION,
    fields=dict.fromkeys(
        ("id", "stream", "at", "event", "actor_kind", "actor", "object_kind", "object", "details"),
        P,
    ),
    then=Ending.KEEP,
)
record(
    "audit.ChainedEntry",
    subject="practice",
    purpose=_("Show what happened, so that nobody can rewrite it"),
    basis=Basis.OBLIGATION,
    fields=dict.fromkeys(("entry", "stream", "seq", "previous", "digest"), P),
    then=Ending.KEEP,
)
record(
    "audit.Stream",
    subject="practice",
    purpose=_("Show what happened, so that nobody can rewrite it"),
    basis=Basis.OBLIGATION,
    fields=dict.fromkeys(("id", "kind", "created_at"), P),
    then=Ending.KEEP,
)
