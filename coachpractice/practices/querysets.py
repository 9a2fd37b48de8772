"""Nobody asks for rows without saying who asks."""

from typing import Any
from uuid import UUID

from coachpractice.vault.querysets import VaultQuerySet


class PracticeQuerySet(VaultQuerySet):
    """Rows that belong to a practice."""

    def visible_to(self, member: Any) -> Any:
        """Rows this member may see: those of their practice and, where rows have a coach, their
        own. An owner sees no other coach's clients."""
        rows = self.filter(practice=member.practice_id)
        fields = {field.name for field in self.model._meta.get_fields()}
        return rows.filter(coach=member.pk) if "coach" in fields else rows

    def of_practice(self, practice: UUID) -> Any:
        """Every row of a practice; for tasks and actions, never for a page."""
        return self.filter(practice=practice)
