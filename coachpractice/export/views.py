from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coachpractice.accounts.confirm import confirms
from coachpractice.documents.downloads import download
from coachpractice.export import actions
from coachpractice.export.models import Export
from coachpractice.practices.access import requires
from coachpractice.practices.models import Membership
from coachpractice.practices.permissions import Permission


def _member(request: HttpRequest) -> Membership:
    return request.member  # type: ignore[attr-defined]


def _export(request: HttpRequest, pk: UUID) -> Export:
    rows = Export.objects.visible_to(_member(request)).select_related("file")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_CLIENTS)
def page(request: HttpRequest) -> HttpResponse:
    """Ask for everything, and see how far it is; htmx asks for the middle of the page alone."""
    if request.method == "POST":
        actions.ask(by=_member(request))
        return redirect("export:page")
    context = {"export": Export.objects.visible_to(_member(request)).newest()}
    alone = bool(request.htmx)  # type: ignore[attr-defined]
    return render(request, "export/_state.html" if alone else "export/page.html", context)


@require_POST
@requires(Permission.SEE_CLIENTS)
@confirms
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The archive, to whoever asked for it, once they have said again who they are."""
    content = actions.take(_export(request, pk), by=_member(request))
    return download(content, kind="application/zip", name="coachpractice.zip")


@require_POST
@requires(Permission.SEE_CLIENTS)
def destroy(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.destroy(_export(request, pk), by=_member(request))
    messages.success(request, _("The download is destroyed, and its keys with it."))
    return redirect("export:page")
