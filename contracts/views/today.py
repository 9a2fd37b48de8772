from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from contracts.today import Today


@require_safe
@requires(Permission.SEE_CLIENTS)
def today(request: HttpRequest) -> HttpResponse:
    """The first page: what waits, the first steps while there are some, the code."""
    return render(request, "contracts/today.html", {"today": Today(request.member)})  # type: ignore[attr-defined]
