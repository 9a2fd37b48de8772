"""Leave the practice: what it means, what to take along first, then the end of one's place."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coachpractice.accounts.confirm import confirms
from coachpractice.practices import team
from coachpractice.practices.access import requires
from coachpractice.practices.models import Membership
from coachpractice.practices.permissions import Permission
from coachpractice.registry.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_PARTIES)
@confirms
def leave(request: HttpRequest) -> HttpResponse:
    """Refused for the last owner, who is told why; everybody else is logged out at once."""
    me: Membership = request.member  # type: ignore[attr-defined]
    refusal = None
    if request.method == "POST":
        try:
            team.end(me, by=me)
            logout(request)
            return redirect("/")  # which asks who is there, since nobody is any more
        except Refused as error:
            refusal = error
    others = Membership.objects.visible_to(me).active().exclude(pk=me.pk)
    owners = others.filter(role=Membership.Role.OWNER)
    context = {
        "refusal": refusal,
        "keeps_files": me.may(Permission.SEE_CLIENTS),
        "last_owner": me.role == Membership.Role.OWNER and not owners.exists(),
        "alone": not others.exists(),
    }
    return render(request, "export/leave.html", context, status=409 if refusal else 200)
