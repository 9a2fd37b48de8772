"""The pages about who works in the practice: its owner's, but for who may help a coach."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coachpractice.accounts.confirm import confirms
from coachpractice.practices import team
from coachpractice.practices.access import requires
from coachpractice.practices.forms import InvitationForm
from coachpractice.practices.models import Invitation, Membership
from coachpractice.practices.permissions import Permission
from coachpractice.registry.errors import Refused


def _invitation(request: HttpRequest, pk: UUID) -> Invitation:
    rows = Invitation.objects.visible_to(request.member).unlocked("identity")  # type: ignore[attr-defined]
    return get_object_or_404(rows, pk=pk)


def _colleague(request: HttpRequest, pk: UUID) -> Membership:
    rows = Membership.objects.visible_to(request.member).active()  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("user"), pk=pk)


@requires(Permission.MANAGE_TEAM)
def members(request: HttpRequest) -> HttpResponse:
    """Who works here, and who was asked to."""
    member = request.member  # type: ignore[attr-defined]
    context = {
        "members": Membership.objects.visible_to(member).for_list(),
        "invitations": Invitation.objects.visible_to(member).for_list(),
        "practice": member.practice,
    }
    return render(request, "practices/team.html", context)


@requires(Permission.MANAGE_TEAM)
@confirms
def invite(request: HttpRequest) -> HttpResponse:
    """Ask a colleague by mail to join."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            team.invite(**form.cleaned_data, by=request.member)  # type: ignore[attr-defined]
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("practices:team")
    return render(request, "practices/invite.html", {"form": form})


@require_POST
@requires(Permission.MANAGE_TEAM)
@confirms
def invite_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mail a new link, for as long as a first one; the older one opens nothing any more."""
    asked = _invitation(request, pk)
    team.invite(email=asked.email, role=asked.role, by=request.member)  # type: ignore[attr-defined]
    messages.success(
        request, _("A new invitation is on its way; the older link opens nothing any more.")
    )
    return redirect("practices:team")


@require_POST
@requires(Permission.MANAGE_TEAM)
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Shut the link of an invitation."""
    team.withdraw(_invitation(request, pk), by=request.member)  # type: ignore[attr-defined]
    messages.success(request, _("The invitation is withdrawn: its link opens nothing any more."))
    return redirect("practices:team")


@requires(Permission.MANAGE_TEAM)
@confirms
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what ending somebody's place means, then end it."""
    colleague, me = _colleague(request, pk), request.member  # type: ignore[attr-defined]
    refusal = None
    if request.method == "POST":
        try:
            team.end(colleague, by=me)
        except Refused as error:
            refusal = error
        else:
            messages.success(request, _("This place in the practice is ended."))
            return redirect("/" if colleague.pk == me.pk else "practices:team")
    context = {"colleague": colleague, "myself": colleague.pk == me.pk, "refusal": refusal}
    return render(request, "practices/end.html", context, status=409 if refusal else 200)


@require_POST
@requires(Permission.EDIT_PROFILE)
def let_help(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let an assistant see with whom one works, or no longer."""
    assistant, me = _colleague(request, pk), request.member  # type: ignore[attr-defined]
    if request.POST.get("help") == "no":
        team.end_help(assistant, by=me)
        messages.success(request, _("Your clients are shut to this assistant."))
    else:
        team.let_help(assistant, by=me)
        messages.success(
            request, _("This assistant sees your parties, dates and fees from now on.")
        )
    return redirect("practices:settings")
