from allauth.account import views as allauth
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from coachpractice.accounts import actions, second_factor, sessions
from coachpractice.accounts import sign_up as links
from coachpractice.accounts.access import own_account, owner_of
from coachpractice.accounts.confirm import confirms
from coachpractice.accounts.entering import let_in
from coachpractice.accounts.forms import AccountForm, NewAccountForm, SignUpForm
from coachpractice.registry.doors import public
from coachpractice.registry.errors import Refused
from coachpractice.ui.addresses import keeps_its_address


@own_account
def account(request: HttpRequest) -> HttpResponse:
    """Name, language and clock of whoever is logged in, and the way to the rest."""
    form = AccountForm(request.POST or None, user=owner_of(request))
    if request.method == "POST" and form.is_valid():
        actions.change(owner_of(request), **form.cleaned_data)
        response = redirect("accounts:account")
        # A language chosen at the foot of a page would win over the one chosen here.
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        messages.success(request, _("Saved."))
        return response
    context = {
        "form": form,
        "second_factor": second_factor.is_on(owner_of(request)),
        "passkeys": second_factor.passkeys(owner_of(request)),
    }
    return render(request, "accounts/account.html", context)


@own_account
def session_list(request: HttpRequest) -> HttpResponse:
    """Where this account is open."""
    return render(
        request,
        "accounts/sessions.html",
        {
            "sessions": sessions.open_sessions(owner_of(request)),
            "here": request.session.session_key,
        },
    )


@require_POST
@own_account
@confirms
def session_close(request: HttpRequest, pk: int) -> HttpResponse:
    sessions.close(owner_of(request), session=pk)
    messages.success(request, _("This session is closed."))
    return redirect("accounts:sessions")


@require_POST
@own_account
@confirms
def sessions_close_others(request: HttpRequest) -> HttpResponse:
    sessions.close_others(request.user, but=request.session.session_key)
    messages.success(request, _("All other sessions are closed."))
    return redirect("accounts:sessions")


@own_account
@confirms
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes not used yet. Allauth's own page would write that they were looked at."""
    codes = second_factor.unused_codes(owner_of(request))
    if codes is None:
        raise Http404
    return render(request, "mfa/recovery_codes/index.html", {"codes": codes})


@public
def log_out(request: HttpRequest) -> HttpResponse:
    """Open to those who stand between password and second factor, and wish to leave."""
    response = allauth.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache"'
    return response


@public
@keeps_its_address
@rate_limit(action="signup")
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for an account: the answer is the same whether the address has one or not."""
    if settings.SIGN_UP != "open":
        return render(
            request, "account/signup.html", {"by_invitation": settings.SIGN_UP == "invitation"}
        )
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_to_sign_up(email=form.cleaned_data["email"], language=get_language() or "fr")
        return redirect("accounts:sign-up-sent")
    return render(request, "account/signup.html", {"form": form})


@public
def sign_up_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/sign_up_sent.html")


@public
@keeps_its_address
@sensitive_post_parameters("password")
@rate_limit(action="signup")
def finish_sign_up(request: HttpRequest, token: str) -> HttpResponse:
    """Where the mailed link leads: name and password, then the account is made."""
    asked = links.asked_by(token)
    if asked is None:
        return render(request, "accounts/link_spent.html", status=410)
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.sign_up(asked, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return let_in(request, user, to="/")
    return render(request, "accounts/finish_sign_up.html", {"form": form, "asked": asked})
