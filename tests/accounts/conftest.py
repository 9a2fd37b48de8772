from collections.abc import Callable

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp

from coachpractice.accounts.models import User
from coachpractice.jobs import actions as jobs


@pytest.fixture
def second_factor() -> Callable[[User], str]:
    """second_factor(user) turns it on, with recovery codes, and returns the application's key."""

    def turn_on(user: User) -> str:
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
        return secret

    return turn_on


def code(secret: str) -> str:
    """What the application shows now."""
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def wrong(secret: str) -> str:
    return f"{(int(code(secret)) + 1) % 1_000_000:06}"


@pytest.fixture
def delivered(mailoutbox) -> Callable[[], list]:
    """delivered(): the mails sent once every job was done."""

    def deliver() -> list:
        jobs.run_due()
        return mailoutbox

    return deliver
