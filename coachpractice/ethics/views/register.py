from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coachpractice import clock
from coachpractice.ethics import reading
from coachpractice.ethics import register as book
from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission


@require_safe
@requires(Permission.SEE_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """Each clause and what the coach's own records show of it, today; one state at a time on
    request."""
    member = request.member  # type: ignore[attr-defined]
    current = reading.current()
    if current is None:
        raise Http404
    only = request.GET.get("state", "")
    only = only if only in book.SHOWN else ""
    entries = book.states(current.text, member, clock.today(member.practice.timezone))
    counted = book.counts(entries)
    return render(
        request,
        "ethics/register.html",
        {
            "shown": current,
            "edition": _("Code of ethics, edition %(edition)s") % {"edition": current.edition},
            "code": current.text,
            "foreign": get_language() != current.language,
            "now": clock.now(),
            "only": only,
            "total": len(entries),
            "filters": [
                (each, book.LOOKS[each][0], book.MANY[each], counted[each])
                for each in book.SHOWN
                if counted[each] or each == only
            ],
            "chapters": book.chapters(current.text, entries, only),
            "unruled": counted[book.NO_RULE],
            "strokes": book.strokes(current.text, entries),
        },
    )
