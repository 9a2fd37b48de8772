import uuid

from django.db import models


class OutboxMail(models.Model):
    """A mail we owe somebody. `message_id` is fixed, so that a mail sent twice by a worker that
    died in between is one mail to whoever receives it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    ids = models.JSONField(default=dict)
    message_id = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
