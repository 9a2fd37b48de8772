from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Secrecy, record

record(
    "mail.OutboxMail",
    subject="practice",
    purpose=_("Know what was sent, and when"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys(
        ("id", "name", "ids", "message_id", "created_at", "sent_at", "dropped_at", "failed_at"),
        Secrecy.PSEUDONYM,
    ),
)
