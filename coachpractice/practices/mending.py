"""Who can mend what is missing: whoever may open the page where it is mended."""

from django.urls import resolve, reverse

from coachpractice.practices.models import Membership
from coachpractice.practices.permissions import Permission
from coachpractice.registry.doors import door_of


def whom_to_ask(url_name: str, member: Membership) -> str:
    """The owners' names when this page is theirs alone; "" when `member` may open it."""
    door = door_of(resolve(reverse(url_name)).func)
    if door is None or door.kind != "member" or member.may(Permission(door.detail)):
        return ""
    owners = Membership.objects.of_practice(member.practice_id).owners().select_related("user")
    return ", ".join(sorted(str(owner) for owner in owners))
