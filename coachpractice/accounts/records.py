from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Secrecy, record

PLAIN, P = Secrecy.PLAIN, Secrecy.PSEUDONYM

record(
    "accounts.User",
    subject="account",
    purpose=_("Log in, and be written to"),
    basis=Basis.CONTRACT,
    fields={
        **dict.fromkeys(("email", "name", "password", "language", "timezone"), PLAIN),
        **dict.fromkeys(("id", "is_active", "created_at", "last_login"), P),
    },
    starts="end of the account",
)
record(
    "accounts.SignUpRequest",
    subject="account",
    purpose=_("Mail the link that finishes signing up"),
    basis=Basis.CONTRACT,
    fields={"email": PLAIN, **dict.fromkeys(("id", "language", "asked_at"), P)},
    starts="the request, for one day",
    months=0,
)

# Tables of installed packages that hold something about people ------------------------------------
record(
    "account.EmailAddress",
    subject="account",
    purpose=_("Log in, and be written to"),
    basis=Basis.CONTRACT,
    fields={"email": PLAIN, **dict.fromkeys(("id", "user", "verified", "primary"), P)},
    starts="end of the account",
)
record(
    "account.EmailConfirmation",
    subject="account",
    purpose=_("Log in, and be written to"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys(("id", "email_address", "created", "sent", "key"), P),
    starts="end of the account",
)
record(
    "mfa.Authenticator",
    subject="account",
    # Of a passkey its public half, the name its owner gave it and when it was used.
    purpose=_("Check the second factor and passkeys; secrets are encrypted"),
    basis=Basis.INTEREST,
    fields=dict.fromkeys(("id", "user", "type", "data", "created_at", "last_used_at"), P),
    starts="end of the account",
)
record(
    "usersessions.UserSession",
    subject="account",
    purpose=_("Show where an account is open, and close it"),
    basis=Basis.INTEREST,
    fields={
        **dict.fromkeys(("ip", "user_agent"), PLAIN),
        **dict.fromkeys(
            ("id", "user", "created_at", "last_seen_at", "session_key", "data"),
            P,
        ),
    },
    starts="end of the session",
    months=0,
)
record(
    "sessions.Session",
    subject="account",
    purpose=_("Stay logged in"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys(("session_key", "session_data", "expire_date"), P),
    starts="end of the session",
    months=0,
)
