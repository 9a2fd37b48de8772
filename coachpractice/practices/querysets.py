"""Nobody asks for rows without saying who asks."""

from typing import Any
from uuid import UUID

from coachpractice.vault.querysets import VaultQuerySet


class PracticeQuerySet(VaultQuerySet):
    """Rows that belong to a practice. A model may say `open_to_assistants = True`."""

    def visible_to(self, member: Any) -> Any:
        """Rows this member may see: those of their practice and, where rows have a coach, their
        own. An owner sees no other coach's clients; an assistant see `for_assistant`."""
        rows = self.filter(practice=member.practice_id)
        if member.is_assistant:
            return rows.for_assistant(member)
        fields = {field.name for field in self.model._meta.get_fields()}
        return rows.filter(coach=member.pk) if "coach" in fields else rows

    def for_assistant(self, member: Any, coach: str = "coach") -> Any:
        """The rows of the coaches who let this assistant help, of models open to assistants;
        `coach` is the way to the coach. Only who it is about opens, nothing that was said."""
        if not getattr(self.model, "open_to_assistants", False):
            return self.none()
        rows = self.closed_to("content", "contract")
        return rows.filter(**{f"{coach}__in": member.assisted()})

    def of_practice(self, practice: UUID) -> Any:
        """Every row of a practice; for tasks and actions, never for a page."""
        return self.filter(practice=practice)
