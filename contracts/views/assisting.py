"""A contract as an assistant sees it: parties, dates, fees and how it stands. None of its words: no
expectation, objective, question or answer, and no text of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coachpractice.signing.models import Party
from contracts.models import Contract


def page(request: HttpRequest, contract: Contract) -> HttpResponse:
    """Where a contract stands and who is to sign it."""
    member = request.member  # type: ignore[attr-defined]
    parties = Party.objects.visible_to(member).filter(envelope=contract.envelope)
    context = {
        "contract": contract,
        "client": contract.client,
        "envelope": contract.envelope,
        "parties": parties.select_related("envelope").unlocked("identity"),
    }
    return render(request, "contracts/assisted.html", context)
