from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Secrecy, record

P = Secrecy.PSEUDONYM

record(
    "vault.StoredFile",
    subject="file",
    purpose=_("Keep documents encrypted"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys(("id", "subject", "practice", "scope", "size", "created_at"), P),
)
record(
    "keyring.Key",
    subject="file",
    purpose=_("Open what is kept, and destroy it for good when its time is over"),
    basis=Basis.OBLIGATION,
    fields=dict.fromkeys(("id", "subject", "scope", "wrapped", "created_at"), P),
)
