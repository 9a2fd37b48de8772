"""Who may use a view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from coachpractice.practices.permissions import Permission
from coachpractice.registry.doors import Door


def requires(permission: Permission) -> Callable:
    """Let in members of a practice who have `permission`.

    Without a practice, the visitor is led to make one; without the right the answer is 403.
    Which object they may see is said by `visible_to(member)`, with 404 for all others.
    """

    def guard(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            member = request.member  # type: ignore[attr-defined]
            if member is None:
                return redirect("practices:first-run")
            if not member.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.door = Door("member", permission)  # type: ignore[attr-defined]
        return guarded

    return guard
