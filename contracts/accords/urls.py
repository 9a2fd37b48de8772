"""The addresses of accords, twice the same; `contracts.urls` includes them under its own name."""

from typing import Any

from django.urls import path

from contracts.accords import views
from contracts.accords.kinds import KINDS


def _pages(name: str, many: str) -> list[Any]:
    kind = {"kind": name}
    one = f"contracts/{many}/<uuid:pk>"
    return [
        path(f"contracts/{many}/", views.accords, kind, name=f"{name}s"),
        path(f"contracts/{many}/new/", views.new, kind, name=f"new-{name}"),
        path(f"{one}/", views.page, kind, name=name),
        path(f"{one}/draft/", views.draft, kind, name=f"{name}-draft"),
        path(f"{one}/draft.pdf", views.preview_pdf, kind, name=f"{name}-pdf"),
        path(f"{one}/send/", views.send, kind, name=f"{name}-send"),
        path(f"{one}/renew/", views.renew, kind, name=f"{name}-renew"),
    ]


urlpatterns = [pattern for name in KINDS for pattern in _pages(name, f"{name}s")]
