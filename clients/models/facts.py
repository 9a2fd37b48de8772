"""A fact is a moment and the person who acted then: both or neither."""

from django.db import models
from django.db.models import Q


def pair(when: str, who: str, name: str) -> models.CheckConstraint:
    """A moment and the person who acted then stand together or not at all."""
    return models.CheckConstraint(
        condition=Q(**{when: None, who: None})
        | Q(**{f"{when}__isnull": False, f"{who}__isnull": False}),
        name=name,
    )
