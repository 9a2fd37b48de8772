from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coachpractice import clock
from coachpractice.documents.downloads import download
from coachpractice.documents.scans import SUFFIXES
from coachpractice.ethics import actions, papers, reading
from coachpractice.ethics.forms import AdoptionForm, ElsewhereForm
from coachpractice.ethics.models import Adoption
from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from coachpractice.registry.errors import Refused
from coachpractice.signing.visits import visit_of
from coachpractice.vault import files


@require_safe
@requires(Permission.SIGN_THE_CODE)
def mine(request: HttpRequest) -> HttpResponse:
    """What I signed, what there is to sign, and the address I may hand on."""
    member = request.member  # type: ignore[attr-defined]
    current = reading.current()
    rows = Adoption.objects.visible_to(member).standing().unlocked("identity")
    signatures = [
        (adoption, papers.public_url(adoption), papers.public_qr(adoption)) for adoption in rows
    ]
    return render(
        request,
        "ethics/mine.html",
        {
            "current": current,
            "now": [each for each in signatures if each[0].edition == current],
            "before": [each for each in signatures if each[0].edition != current],
            "sign_before": current.sign_before(member.practice.timezone) if current else None,
            "today": clock.today(member.practice.timezone),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SIGN_THE_CODE)
def adopt(request: HttpRequest) -> HttpResponse:
    """Sign here: type, look it over, then confirm. What was typed travels in the page."""
    member = request.member  # type: ignore[attr-defined]
    edition = reading.current()
    if edition is None:
        raise Http404
    page = {"shown": edition, "code": edition.text, "today": clock.today(member.practice.timezone)}
    if request.method != "POST":
        form = AdoptionForm(initial={"place": member.practice.city})
        return render(request, "ethics/adopt.html", {**page, "form": form})
    form = AdoptionForm(request.POST)
    step = request.POST.get("step")
    if step == "edit" or not form.is_valid():
        return render(request, "ethics/adopt.html", {**page, "form": form})
    if step != "confirm" or request.POST.get("sha256") != edition.sha256:
        return render(request, "ethics/review.html", {**page, "form": form})
    try:
        actions.adopt(by=member, edition=edition, visit=visit_of(request), **form.cleaned_data)
    except Refused as refusal:
        form.refuse(refusal)
        return render(request, "ethics/adopt.html", {**page, "form": form})
    messages.success(request, _("Signed. Your signature counts now; the seal follows in minutes."))
    # The first steps of Today lead here, and on from here.
    first_step = request.GET.get("from") == "today"
    return redirect(f"/?after={request.path}" if first_step else "ethics:mine")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SIGN_THE_CODE)
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Take in what was signed on paper or in another system."""
    member = request.member  # type: ignore[attr-defined]
    editions = reading.editions()
    initial = {"name": member.user.name, "place": member.practice.city}
    form = ElsewhereForm(
        request.POST or None, request.FILES or None, editions=editions, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_in(by=member, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Taken in. It counts like a signature given here."))
            return redirect("ethics:mine")
    return render(request, "ethics/elsewhere.html", {"form": form})


@require_safe
@requires(Permission.SIGN_THE_CODE)
def signed_file(request: HttpRequest, pk: str) -> HttpResponse:
    """The sealed PDF: of the code signed here, or of the copy of one signed elsewhere."""
    rows = Adoption.objects.visible_to(request.member).standing()  # type: ignore[attr-defined]
    adoption = get_object_or_404(rows, pk=pk)
    stored = adoption.sealed_file
    if stored is None:
        raise Http404
    name = f"code-{adoption.edition.edition}-{adoption.code}.pdf"
    return download(files.read(stored), kind="application/pdf", name=name)


@require_safe
@requires(Permission.SIGN_THE_CODE)
def scan(request: HttpRequest, pk: str) -> HttpResponse:
    """The scan as it was taken in."""
    rows = Adoption.objects.visible_to(request.member).standing()  # type: ignore[attr-defined]
    adoption = get_object_or_404(rows.exclude(scan=None), pk=pk)
    name = f"scan-{adoption.edition.edition}.{SUFFIXES[adoption.scan_kind]}"
    return download(files.read(adoption.scan), kind=adoption.scan_kind, name=name)
