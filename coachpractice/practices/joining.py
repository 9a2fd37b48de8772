"""The pages behind an invitation's link. Looking at them changes nothing."""

from allauth.decorators import rate_limit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters

from coachpractice.accounts.access import owner_of
from coachpractice.accounts.confirm import ask_second_factor, owes_second_factor
from coachpractice.accounts.entering import let_in
from coachpractice.accounts.forms import NewAccountForm
from coachpractice.accounts.models import User
from coachpractice.practices import invitations, team
from coachpractice.practices.models import Invitation
from coachpractice.registry.doors import public
from coachpractice.registry.errors import Refused
from coachpractice.ui.addresses import keeps_its_address


@public
@keeps_its_address
@sensitive_post_parameters("password")
@rate_limit(action="signup")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Join the practice: with a new account, or with the one the address has already."""
    invitation = invitations.opened_by(token)
    if invitation is None:
        return render(request, "practices/invitation_closed.html", status=410)
    if owes_second_factor(request):
        return ask_second_factor(request)
    if request.user.is_authenticated or User.objects.of_address(invitation.email):
        return _with_account(request, invitation)
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = team.accept_with_new_account(
                invitation, **form.cleaned_data, language=get_language() or "fr"
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return let_in(request, member.user, to="/")
    return render(request, "practices/join.html", {"form": form, "invitation": invitation})


def _with_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    mine = request.user.is_authenticated and request.user.email == invitation.email
    if request.method == "POST" and mine:
        team.accept(invitation, user=owner_of(request))
        return redirect("/")
    context = {"invitation": invitation, "mine": mine}
    return render(request, "practices/join_with_account.html", context)
