"""What an assistant prepares of a contract. What it is about is the coach's to write."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from coachpractice.registry.errors import Refused
from contracts import actions
from contracts.terms import TermsForm
from contracts.views.pages import contract_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PREPARE)
def terms(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Dates, numbers and fees of a draft. What it is about is the coach's to write."""
    member = request.member  # type: ignore[attr-defined]
    contract = contract_of(member, pk)
    if not contract.is_editable:
        return redirect("contracts:page", pk=contract.pk)
    form = TermsForm(request.POST or None, contract=contract)
    if form.is_bound and form.is_valid():
        try:
            actions.save(contract, by=member, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. The coach completes the contract and sends it."))
            return redirect("contracts:terms", pk=contract.pk)
    context: dict[str, Any] = {"contract": contract, "client": contract.client, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "contracts/terms.html", context, status=status)
