import hashlib

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from coachpractice.registry.doors import public
from coachpractice.registry.errors import Refused
from coachpractice.reminders import actions, feed
from coachpractice.reminders.forms import BringBackForm, PutOffForm, SettingsForm
from coachpractice.reminders.waiting import Today
from coachpractice.ui.formats import day_text


@require_safe
@requires(Permission.SEE_PARTIES)
def today(request: HttpRequest) -> HttpResponse:
    """The first page: what waits, the first steps while there are some, the code.

    Whoever comes `after` one of the first steps goes on to the next.
    """
    page = Today(request.member)  # type: ignore[attr-defined]
    if (done := request.GET.get("after")) and (onward := page.step_after(done)):
        return redirect(onward)
    return render(request, "reminders/today.html", {"today": page})


@require_POST
@requires(Permission.SEE_PARTIES)
def put_off(request: HttpRequest) -> HttpResponse:
    """Keep something from the page until a day."""
    form = PutOffForm(request.POST)
    if not form.is_valid() or form.chosen is None:
        messages.error(request, _("Choose a day, like 23/11/2026."))
        return redirect("reminders:today")
    try:
        actions.put_off(
            by=request.member,  # type: ignore[attr-defined]
            source=form.cleaned_data["source"],
            subject=form.cleaned_data["subject"],
            until=form.chosen,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        day = day_text(form.chosen, get_language() or "")
        messages.success(request, _("Put off until %(day)s.") % {"day": day})
    return redirect("reminders:today")


@require_POST
@requires(Permission.SEE_PARTIES)
def bring_back(request: HttpRequest) -> HttpResponse:
    """Show again what was put off."""
    form = BringBackForm(request.POST)
    if form.is_valid():
        actions.bring_back(by=request.member, **form.cleaned_data)  # type: ignore[attr-defined]
    return redirect("reminders:today")


@requires(Permission.SEE_CLIENTS)
def settings_page(request: HttpRequest) -> HttpResponse:
    """Which mails one gets, and the address of one's calendar."""
    member = request.member  # type: ignore[attr-defined]
    kept = actions.settings_of(member)
    now = {name: getattr(kept, name) for name in actions.CHOICES}
    form = SettingsForm(request.POST or None, initial=now, zone=member.user.timezone)
    if request.method == "POST" and form.is_valid():
        actions.choose(by=member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("reminders:settings")
    link = feed.link_of(member)
    context = {"form": form, "address": feed.address(link) if link else ""}
    return render(request, "reminders/settings.html", context)


@require_POST
@requires(Permission.SEE_CLIENTS)
def open_calendar(request: HttpRequest) -> HttpResponse:
    """Make the address of the calendar, or a new one in its place."""
    actions.open_calendar(by=request.member)  # type: ignore[attr-defined]
    messages.success(request, _("The address is made. Give it to your calendar and to nobody."))
    return redirect("reminders:settings")


@require_POST
@requires(Permission.SEE_CLIENTS)
def close_calendar(request: HttpRequest) -> HttpResponse:
    """Revoke the address of the calendar."""
    actions.close_calendar(by=request.member)  # type: ignore[attr-defined]
    messages.success(request, _("The address is revoked: it opens nothing any more."))
    return redirect("reminders:settings")


@public
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address, for the program that has it. Looking changes nothing;
    a calendar that is as it was is not sent again."""
    member = feed.member_of(token)
    if member is None:
        raise Http404
    content = feed.calendar_of(member)
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
