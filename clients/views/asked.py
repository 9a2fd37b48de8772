"""What the address and the person asking mean, for every page of this app."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from clients.models import Client, Sponsor
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def member_of(request: HttpRequest) -> Membership:
    return request.member  # type: ignore[attr-defined]


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def client_of(request: HttpRequest, pk: UUID) -> Client:
    """The client of the address, with their sponsor and the keys of both; 404 for a stranger."""
    rows = Client.objects.visible_to(member_of(request)).select_related("sponsor").unlocked()
    return get_object_or_404(rows, pk=pk)


def sponsor_of(request: HttpRequest, pk: UUID) -> Sponsor:
    rows = Sponsor.objects.visible_to(member_of(request)).unlocked("identity")
    return get_object_or_404(rows, pk=pk)


def sponsors_of(request: HttpRequest) -> list[Sponsor]:
    """The coach's sponsors by name, to choose from."""
    rows = Sponsor.objects.visible_to(member_of(request)).for_list()
    return sorted(rows, key=lambda sponsor: sponsor.name.casefold())


def carry_out(request: HttpRequest, form: Any, action: Any, *subject: Any, **more: Any) -> Any:
    """What the action returns for a form that is sound; None when there is something to look over:
    the form then says what."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return action(*subject, by=member_of(request), **form.cleaned_data, **more)
    except Refused as refusal:
        form.refuse(refusal)
        return None
