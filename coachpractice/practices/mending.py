"""Who may open a page that something leads to, and whom to ask when one may not."""

from django.urls import resolve, reverse

from coachpractice.practices.models import Membership
from coachpractice.practices.permissions import Permission
from coachpractice.registry.doors import door_of


def may_open(address: str, member: Membership) -> bool:
    """Whether the page at this address is open to somebody with the rights of `member`; whose the
    object is, is another question."""
    door = door_of(resolve(address.partition("?")[0].partition("#")[0]).func)
    return door is None or door.kind != "member" or member.may(Permission(door.detail))


def whom_to_ask(url_name: str, member: Membership) -> str:
    """The owners' names when this page is theirs alone; "" when `member` may open it."""
    if may_open(reverse(url_name), member):
        return ""
    owners = Membership.objects.of_practice(member.practice_id).owners().select_related("user")
    return ", ".join(sorted(str(owner) for owner in owners))
