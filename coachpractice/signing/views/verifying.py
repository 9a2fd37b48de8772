"""Anyone may check a document: by its code, or by dropping the file. Never the document itself."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from coachpractice.documents.lookups import answers, copy_with
from coachpractice.documents.verification_codes import normalise
from coachpractice.documents.verifying import verify_upload
from coachpractice.registry.agreements import AGREEMENTS
from coachpractice.registry.doors import public
from coachpractice.signing.forms import CodeForm, FileForm
from coachpractice.signing.models import Envelope
from coachpractice.signing.public_state import PublicState


@public
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The page with both ways to check; a code typed here leads to its page."""
    typed = request.GET if "code" in request.GET else None
    form = CodeForm(typed)
    if typed is not None and form.is_valid():
        return redirect("signing:verify-code", code=form.cleaned_data["code"])
    status = 422 if form.is_bound else 200
    return _page(request, form=form, file_form=FileForm(), status=status)


@public
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """State, dates, masked parties and hashes of the document with this code."""
    found = Envelope.objects.filter(code=normalise(code) or "").first()
    if found is None and (copy := copy_with(normalise(code) or "")):
        return render(request, "signing/verify_copy.html", {"copy": copy})
    if found is None:
        form = CodeForm({"code": code[:40]})
        form.is_valid()
        return _page(request, form=form, file_form=FileForm(), unknown=True, status=404)
    label = AGREEMENTS.get(found.kind).label(found, get_language())
    context = {"state": PublicState(found), "label": label}
    return render(request, "signing/verify_code.html", context)


@csrf_exempt  # whoever checks a file has no session with us, and nothing is changed
@public
@require_POST
def verify_file(request: HttpRequest) -> HttpResponse:
    """Check an uploaded file; it is read, judged and forgotten."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form=CodeForm(), file_form=form, status=422)
    verdict = verify_upload(form.cleaned_data["file"].read())
    known = answers(verdict)
    context = {
        "verdict": verdict,
        "answers": known,
        "ok": verdict.ok and bool(known) and all(each.ok for each in known),
        "presented": bool(known) and all(each.ok and not each.sealed for each in known),
    }
    return render(request, "signing/verdict.html", context)


@public
@require_safe
def seal_root(request: HttpRequest) -> FileResponse:
    """The root certificate of our seal, for whoever checks without us."""
    path = Path(settings.SEAL_ROOT_FILE)
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), filename=path.name, content_type="application/x-pem-file")


def _page(request: HttpRequest, *, status: int, **context: object) -> HttpResponse:
    return render(request, "signing/verify.html", context, status=status)
