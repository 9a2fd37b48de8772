"""Take the editions of the code in."""

from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice.ethics.models import Edition
from coachpractice.ethics.text import Code
from coachpractice.registry.errors import Refused


class Loaded(StrEnum):
    ADDED = "added"
    RELABELLED = "relabelled"
    UNCHANGED = "unchanged"


@transaction.atomic
def load(code: Code) -> tuple[Edition, Loaded]:
    """Keep an edition. The same text again changes nothing; our short labels may be improved.

    Refused when its text differs from what was loaded under the same edition: people signed that
    text. Coaches who signed an older edition are asked anew from this day on.
    """
    edition, made = Edition.objects.get_or_create(
        code=code.code,
        edition=code.edition,
        defaults={
            "language": code.language,
            "title": code.title,
            "sha256": code.sha256,
            "content": code.content(),
        },
    )
    if made:
        return edition, Loaded.ADDED
    if edition.sha256 != code.sha256:
        raise Refused(
            _(
                "Edition %(edition)s is loaded with another text, and people may have signed it. "
                "Give the new text an edition of its own."
            )
            % {"edition": code.edition}
        )
    if edition.content == code.content():
        return edition, Loaded.UNCHANGED
    Edition.objects.filter(pk=edition.pk).update(content=code.content())
    edition.refresh_from_db()
    return edition, Loaded.RELABELLED
