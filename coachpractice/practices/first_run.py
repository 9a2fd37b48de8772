"""The first visitor of an empty installation makes the first practice and owns it."""

from django.conf import settings

from coachpractice.practices.models import Practice


def is_empty() -> bool:
    """Nothing is here yet, not even an example practice."""
    return not Practice.objects.exists()


def is_open() -> bool:
    """Whoever comes may make the first practice: nobody did; an example does not count."""
    return not Practice.objects.filter(specimen=False).exists()


def may_found() -> bool:
    """Whether somebody with an account may make a practice of their own."""
    return settings.SIGN_UP == "open" or is_open()
