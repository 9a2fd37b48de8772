import uuid

from django.db import models

from coachpractice.vault.keyring.models import Scope


class StoredFile(models.Model):
    """An encrypted file. Its name on disk is its id and says nothing; `vault.files` reads it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(db_index=True)
    practice = models.UUIDField()
    scope = models.CharField(max_length=10, choices=Scope)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()
