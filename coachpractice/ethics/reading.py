"""What anyone may read: the editions, and the public word that a coach signed one."""

from coachpractice.documents.verification_codes import normalise
from coachpractice.ethics.models import Adoption, Edition


def current() -> Edition | None:
    """The edition in force."""
    return Edition.objects.current()


def editions() -> list[Edition]:
    """Every edition, newest first."""
    return list(Edition.objects.of_code())


def edition_named(name: str) -> Edition | None:
    """The edition of that year."""
    return Edition.objects.of_code().filter(edition=name).first()


def edition_before(edition: Edition) -> Edition | None:
    """The edition that `edition` replaced."""
    return Edition.objects.before(edition)


def adoption_of_code(code: str) -> Adoption | None:
    """The signature somebody was given this code for; the code is the only way to it."""
    meant = normalise(code)
    if meant is None:
        return None
    rows = Adoption.objects.standing().filter(code=meant).select_related("practice")
    return rows.unlocked("identity").first()
