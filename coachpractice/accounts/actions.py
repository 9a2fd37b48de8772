"""Make an account, ask for a link, change what the account says."""

import uuid
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from coachpractice import clock
from coachpractice.accounts.models import SignUpRequest, User
from coachpractice.mail import actions as mail
from coachpractice.registry.errors import Refused

SIGN_UP_LIFE = timedelta(hours=24)


@transaction.atomic
def register(*, email: str, password: str, name: str, language: str) -> User:
    """Make the account of somebody whose address is known to be theirs.

    Refused when the address has an account already or the password is too easy to guess.
    """
    email = email.strip().lower()
    check_password(password, User(email=email, name=name))
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=name.strip(), language=language)
    except IntegrityError:
        raise Refused(_("There is an account with this address already."), "email") from None


def check_password(password: str, user: User) -> None:
    """Refused when the password is short, common, or looks like the person's name or address."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), "password") from error


@transaction.atomic
def ask_to_sign_up(*, email: str, language: str) -> SignUpRequest:
    """Mail a link to finish signing up, or, to whoever has an account, the way to it.

    Does the same work in both cases: the letter finds out when it is delivered.
    """
    SignUpRequest.objects.filter(asked_at__lt=clock.now() - SIGN_UP_LIFE).delete()
    asked = SignUpRequest.objects.create(email=email.strip().lower(), language=language)
    mail.post("accounts.sign-up", request=asked.pk)
    return asked


@transaction.atomic
def sign_up(asked: SignUpRequest, *, name: str, password: str) -> User:
    """Finish what `ask_to_sign_up` began; the link is spent."""
    if not SignUpRequest.objects.filter(pk=asked.pk).delete()[0]:
        raise Refused(_("This link was used already."))
    return register(email=asked.email, password=password, name=name, language=asked.language)


def ask_for_reset(*, email: str) -> None:
    """Owe a mail with a link to choose a new password.

    For an address without an account the same rows are written under an id that leads nowhere,
    so that neither words nor time tell which addresses have one.
    """
    user = User.objects.of_address(email)
    known = user.pk if user and user.is_active else uuid.uuid4()
    with transaction.atomic():
        mail.post("accounts.password-reset", user=known)


@transaction.atomic
def tell(kind: str, *, user: User) -> None:
    """Owe a mail that says what happened to an account, so that its owner may protest."""
    mail.post("accounts.notice", user=user.pk, kind=kind, at=clock.now().isoformat())


@transaction.atomic
def change(user: User, *, name: str, language: str, timezone: str) -> User:
    """Change how an account's owner is called and which language and clock they read."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    user.name, user.language, user.timezone = name.strip(), language, timezone
    user.save(update_fields=["name", "language", "timezone"])
    return user
