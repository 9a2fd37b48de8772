"""Open, renew, use and close links."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from coachpractice import clock
from coachpractice.links.models import Link

LIFE = timedelta(days=14)


@transaction.atomic
def issue(*, purpose: str, holder: UUID, practice: UUID, life: timedelta = LIFE) -> Link:
    """The link of `holder` for `purpose`, valid for `life` from now.

    Issued again, its generation rises: every older link to it is shut and says so, and the new
    one opens even where the older was used or closed. Whether it should is the caller's to know.
    """
    expires = clock.now() + life
    link, made = Link.objects.get_or_create(
        purpose=purpose,
        holder=holder,
        defaults={"practice_id": practice, "expires_at": expires},
    )
    if not made:
        Link.objects.filter(pk=link.pk).update(
            generation=F("generation") + 1, expires_at=expires, used_at=None, closed_at=None
        )
        link.refresh_from_db()
    return link


def use(link: Link) -> bool:
    """Consume the link; True for exactly one of those who try, and only in its own generation."""
    now = clock.now()
    fresh = Link.objects.filter(
        pk=link.pk,
        generation=link.generation,
        used_at=None,
        closed_at=None,
        expires_at__gt=now,
    )
    return bool(fresh.update(used_at=now))


def spend(*, purpose: str, holder: UUID) -> bool:
    """Consume the holder's link for `purpose`, whichever generation it is at."""
    link = Link.objects.filter(purpose=purpose, holder=holder).first()
    return link is not None and use(link)


def pass_on(*, purpose: str, holder: UUID) -> None:
    """Shut every link sent so far: whoever has one is not the right person, and is told no more
    than that. The next one that is issued opens."""
    Link.objects.filter(purpose=purpose, holder=holder).update(
        passed_on=F("generation"), generation=F("generation") + 1
    )


def close(*, purpose: str, holder: UUID) -> None:
    """Shut the door for good."""
    Link.objects.filter(purpose=purpose, holder=holder, closed_at=None).update(
        closed_at=clock.now()
    )


def address(link: Link) -> str:
    """The URL to send to the holder. Shown to nobody else, staff included."""
    return f"{settings.PUBLIC_URL}/l/{link.token}"
