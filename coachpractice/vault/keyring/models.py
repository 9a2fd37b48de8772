import uuid

from django.db import models


class Scope(models.TextChoices):
    """What a key opens: who somebody is, what was said, what was agreed."""

    IDENTITY = "identity"
    CONTENT = "content"
    CONTRACT = "contract"


class Key(models.Model):
    """One file's key for one scope, wrapped under the root key. Destroying the row is destroying
    what it opened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField()
    scope = models.CharField(max_length=10, choices=Scope)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "scope"], name="one_key_per_scope")
        ]
