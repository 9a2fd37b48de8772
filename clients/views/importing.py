"""Pages for a list of clients: choose a file, look it over, take it in, take it back; and take the
list one sees away as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients import lists
from clients.actions import importing as actions
from clients.intake import CLIENTS
from clients.listing import Listing
from clients.models import Import
from clients.views.asked import member_of
from coachpractice.documents.downloads import download
from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from coachpractice.registry.errors import Refused
from coachpractice.tables import writing
from coachpractice.tables.sheets import Preview, Row
from coachpractice.ui.forms import LookForm

SHOWN_BAD, SHOWN_GOOD = 200, 5


class ListForm(LookForm):
    """The file with the list."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet file"),
        allow_empty_file=True,
        help_text=gettext_lazy("XLSX or CSV, at most 5 MB and 5,000 lines."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv,text/csv"}),
    )


@dataclass(frozen=True)
class Cell:
    """A cell of a bad line: its column, what was typed, and what is wrong with it."""

    heading: str
    typed: str
    fault: str


def _batch(request: HttpRequest, pk: UUID) -> Import:
    rows = Import.objects.visible_to(member_of(request)).unlocked("identity")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CLIENTS)
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the file. Nothing of it becomes a client yet."""
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = actions.keep(file.read(), name=file.name, by=member_of(request))
            return redirect("clients:look-over", pk=batch.pk)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    done = Import.objects.visible_to(member_of(request)).done()
    context = {"form": form, "imports": done.with_counts(), "columns": _columns()}
    status = 422 if request.method == "POST" else 200
    return render(request, "clients/import.html", context, status=status)


@require_safe
@requires(Permission.EDIT_CLIENTS)
def model(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty list with its headings and one example line."""
    if kind not in writing.MIMES:
        raise Http404
    language = _language()
    columns = [column for column in CLIENTS.columns if not column.written_only]
    content = writing.table_file(
        kind,
        [column.heading(language) for column in columns],
        [[column.example(language) for column in columns]],
    )
    name = "clients-model" if language == "en" else "modele-clients"
    return download(content, kind=writing.MIMES[kind], name=f"{name}.{kind}")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CLIENTS)
def look_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is in the file, line by line where something is wrong; posted, its good lines become
    clients. Afterwards what came of it, with the way back."""
    batch, status = _batch(request, pk), 200
    if request.method == "POST":
        try:
            shown = request.POST.get("good", "")[:6]
            count = int(shown) if shown.isascii() and shown.isdecimal() else 0
            actions.carry_out(batch, by=member_of(request), shown=count)
            return redirect("clients:look-over", pk=batch.pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
            status = 409
    if batch.done_at:
        context = {"batch": batch, "made": batch.made.count()}
        return render(request, "clients/imported.html", context)
    try:
        found = actions.preview(batch, by=member_of(request))
    except Refused as refusal:  # the columns were made out when it was kept
        messages.error(request, str(refusal))
        return redirect("clients:import")
    return render(request, "clients/look_over.html", _shown(batch, found), status=status)


@require_POST
@requires(Permission.EDIT_CLIENTS)
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.put_away(_batch(request, pk), by=member_of(request))
    messages.success(request, _("Nothing was taken in, and the list is destroyed here."))
    return redirect("clients:import")


@require_POST
@requires(Permission.EDIT_CLIENTS)
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the clients of an import away again; says who stays, by name."""
    batch = _batch(request, pk)
    made = batch.made.count()
    staying = actions.undo(batch, by=member_of(request))
    gone = made - len(staying)
    if gone:
        words = ngettext("%(count)s client taken back.", "%(count)s clients taken back.", gone)
        messages.success(request, words % {"count": gone})
    if not staying:
        return redirect("clients:list")
    context = {"batch": batch, "made": len(staying), "staying": staying}
    return render(request, "clients/imported.html", context)


@require_POST
@requires(Permission.SEE_CLIENTS)
def take_list(request: HttpRequest) -> HttpResponse:
    """The list of clients one sees, all its pages, as a file. Posted, since a search names
    people."""
    kind = writing.XLSX if request.POST.get("kind") == writing.XLSX else writing.CSV
    listing = Listing(member_of(request), request.POST)
    content = lists.take(listing, kind=kind, language=_language(), by=member_of(request))
    return download(content, kind=writing.MIMES[kind], name=f"clients.{kind}")


def _language() -> str:
    return get_language() or "fr"


def _columns() -> list[tuple[str, bool]]:
    """The headings a list may have, and whether it must."""
    return [
        (column.heading(_language()), column.required)
        for column in CLIENTS.columns
        if not column.written_only
    ]


def _shown(batch: Import, found: Preview) -> dict[str, object]:
    shown = found.bad[:SHOWN_BAD]
    columns = [(key, heading) for key, heading in found.columns if _says_something(shown, key)]
    bad = [(row.number, _cells(row, columns)) for row in shown]
    return {
        "batch": batch,
        "good": len(found.good),
        "sample": [row.values for row in found.good[:SHOWN_GOOD]],
        "bad": bad,
        "bad_count": len(found.bad),
        "headings": [heading for _key, heading in columns],
        "ignored": found.ignored,
    }


def _says_something(rows: Sequence[Row], key: str) -> bool:
    """Whether a column is worth showing: something was typed there, or is missing."""
    return any(row.typed.get(key, "").strip() or key in row.faults for row in rows)


def _cells(row: Row, columns: Sequence[tuple[str, str]]) -> list[Cell]:
    return [
        Cell(heading, row.typed.get(key, ""), row.faults.get(key, "")) for key, heading in columns
    ]
