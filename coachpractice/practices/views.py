from allauth.account.views import LoginView
from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from coachpractice.accounts.access import owner_of
from coachpractice.accounts.confirm import ask_second_factor, owes_second_factor
from coachpractice.accounts.entering import let_in
from coachpractice.practices import actions, example, first_run
from coachpractice.practices.access import requires
from coachpractice.practices.forms import (
    FactsForm,
    FirstRunForm,
    PracticeNameForm,
    ProfileForm,
)
from coachpractice.practices.models import Membership, Profile
from coachpractice.practices.permissions import Permission
from coachpractice.registry.doors import public
from coachpractice.registry.errors import Refused

_log_in = LoginView.as_view(
    extra_context={
        "first_run": first_run.is_open,
        "sign_up": lambda: settings.SIGN_UP == "open",
    }
)


@public
def log_in(request: HttpRequest) -> HttpResponse:
    """Allauth's login page; where nobody lives yet, the way to the first practice."""
    if request.method == "GET" and first_run.is_empty():
        return redirect("practices:first-run")
    return _log_in(request)


@public
@sensitive_post_parameters("password")
@rate_limit(action="signup")
def start(request: HttpRequest) -> HttpResponse:
    """The first visitor makes account and practice at once; where sign-up is open, whoever has an
    account makes a practice of their own."""
    if request.member:  # type: ignore[attr-defined]
        return redirect("/")
    if owes_second_factor(request):
        return ask_second_factor(request)
    if request.user.is_authenticated:
        return _start_with_account(request)
    if not first_run.is_open():
        return redirect("account_login")
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            owner = actions.found_first(**form.cleaned_data, language=get_language() or "fr")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return let_in(request, owner.user, to="/")
    return render(request, "practices/start.html", {"form": form, "first": True})


def _start_with_account(request: HttpRequest) -> HttpResponse:
    if not first_run.may_found():
        return render(request, "practices/nowhere.html")
    form = PracticeNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.found_own(user=owner_of(request), name=form.cleaned_data["practice"])
        return redirect("/")
    return render(request, "practices/start.html", {"form": form})


@requires(Permission.EDIT_PROFILE)
def settings_page(request: HttpRequest) -> HttpResponse:
    """What contracts say of coach and practice, and where to change it."""
    member = request.member  # type: ignore[attr-defined]
    profile = Profile.objects.visible_to(member).unlocked("identity", "content").get()
    context = {
        "profile": profile,
        "practice": member.practice,
        "manages_practice": member.may(Permission.MANAGE_PRACTICE),
        "manages_team": member.may(Permission.MANAGE_TEAM),
        "assistants": Membership.objects.visible_to(member).assistants().helping(member),
    }
    return render(request, "practices/settings.html", context)


def _back(request: HttpRequest) -> str:
    """Where somebody came from to fill this in: the first steps of Today, else the settings."""
    return "/" if request.GET.get("from") == "today" else reverse("practices:settings")


def _onward(request: HttpRequest) -> str:
    """Where they go once it is filled in: to the next of the first steps, or back."""
    back = _back(request)
    return f"/?after={request.path}" if back == "/" else back


@requires(Permission.MANAGE_PRACTICE)
def facts(request: HttpRequest) -> HttpResponse:
    """The facts of the practice that its documents print."""
    practice = request.member.practice  # type: ignore[attr-defined]
    now = {name: getattr(practice, name) for name in actions.FACTS}
    form = FactsForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.change_facts(practice, by=request.member, **form.cleaned_data)  # type: ignore[attr-defined]
        messages.success(request, _("Saved. Contracts already sent do not change."))
        return redirect(_onward(request))
    return render(request, "practices/facts.html", {"form": form, "back": _back(request)})


@requires(Permission.EDIT_PROFILE)
def profile(request: HttpRequest) -> HttpResponse:
    """What the contracts of whoever is logged in say of them."""
    member = request.member  # type: ignore[attr-defined]
    mine = Profile.objects.visible_to(member).unlocked("identity", "content").get()
    now = {name: getattr(mine, name) for name in actions.PROFILE}
    form = ProfileForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(mine, by=member, **form.cleaned_data)
        messages.success(request, _("Saved. Contracts already sent do not change."))
        return redirect(_onward(request))
    return render(request, "practices/profile.html", {"form": form, "back": _back(request)})


@requires(Permission.MANAGE_PRACTICE)
def remove_example(request: HttpRequest) -> HttpResponse:
    """Take the example practice away, with the account that shows it, and begin one's own."""
    practice = request.member.practice  # type: ignore[attr-defined]
    if not practice.specimen:
        raise Http404
    if request.method == "POST":
        example.remove(practice, by=request.member)  # type: ignore[attr-defined]
        request.session.flush()
        return redirect("practices:first-run")
    return render(request, "practices/example.html", {"practice": practice})
