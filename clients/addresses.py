"""E-mail addresses, compared: the same mailbox, the same employer."""

# Where anybody has a mailbox: that two people write from there says nothing.
ANYBODYS = {
    "aol.com", "bbox.fr", "free.fr", "gmail.com", "gmx.com", "gmx.fr", "googlemail.com",
    "hotmail.com", "hotmail.fr", "icloud.com", "laposte.net", "live.com", "live.fr",
    "mailo.com", "me.com", "msn.com", "neuf.fr", "numericable.fr", "orange.fr", "outlook.com",
    "outlook.fr", "pm.me", "proton.me", "protonmail.com", "sfr.fr", "tutanota.com",
    "wanadoo.fr", "yahoo.com", "yahoo.fr", "ymail.com",
}  # fmt: skip


def same(one: str, other: str) -> bool:
    """Whether both lead to one mailbox; large and small letters do not count."""
    return bool(one) and one.casefold() == other.casefold()


def employer_of(email: str) -> str:
    """The domain of a work address; "" where anybody may have a mailbox."""
    domain = email.casefold().rpartition("@")[2]
    return "" if domain in ANYBODYS else domain


def share_employer(one: str, other: str) -> bool:
    """Whether both are on the domain of one organisation, or on a part of it."""
    mine, theirs = employer_of(one), employer_of(other)
    if not mine or not theirs:
        return False
    return mine == theirs or mine.endswith(f".{theirs}") or theirs.endswith(f".{mine}")
