from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from coachpractice.ethics import papers, reading
from coachpractice.ethics.compare import Kind, compare
from coachpractice.ethics.models import Edition
from coachpractice.registry.doors import public


@public
@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """Lead to the edition in force, whose own address never changes."""
    found = reading.current()
    if found is None:
        raise Http404
    return redirect("ethics:edition", found.edition)


@public
@require_safe
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    """The code to read, to print and to hand on."""
    shown = _edition_or_404(edition)
    newest = reading.current()
    return _render(
        request,
        "ethics/code.html",
        shown,
        newer=newest if newest != shown else None,
        before=reading.edition_before(shown),
    )


@public
@require_safe
def changes(request: HttpRequest, edition: str) -> HttpResponse:
    """What this edition changed, clause by clause."""
    shown = _edition_or_404(edition)
    before = reading.edition_before(shown)
    found = compare(before.text, shown.text) if before else []
    groups = [(kind, [each for each in found if each.kind == kind]) for kind in Kind]
    return _render(
        request,
        "ethics/changes.html",
        shown,
        before=before,
        changes=[each for each in found if each.kind != Kind.UNCHANGED],
        counts={str(kind): len(each) for kind, each in groups},
        unchanged=dict(groups)[Kind.UNCHANGED],
    )


@public
@require_safe
def signed(request: HttpRequest, code: str) -> HttpResponse:
    """Who signed the code, where, when, and which edition: for whoever was given the address."""
    adoption = reading.adoption_of_code(code)
    if adoption is None:
        raise Http404
    newest = reading.current()
    return _render(
        request,
        "ethics/signed.html",
        adoption.edition,
        adoption=adoption,
        newer=newest if newest != adoption.edition else None,
        public_url=papers.public_url(adoption),
        qr=papers.public_qr(adoption),
        specimen=adoption.practice.specimen,
    )


def _edition_or_404(name: str) -> Edition:
    found = reading.edition_named(name)
    if found is None:
        raise Http404
    return found


def _render(request: HttpRequest, template: str, shown: Edition, **context: Any) -> HttpResponse:
    """A page anyone may open; a member keeps their side bar."""
    member = getattr(request, "member", None)
    shell = "ui/app.html" if member else "ui/public.html"
    foreign = get_language() != shown.language
    page = {"shown": shown, "code": shown.text, "shell": shell, "foreign": foreign, **context}
    return render(request, template, page)
