from django.urls import path

from contracts.accords.urls import urlpatterns as accords
from contracts.changes.urls import urlpatterns as changes
from contracts.drafts.urls import urlpatterns as drafts
from contracts.elsewhere.urls import urlpatterns as elsewhere
from contracts.views import drafting, pages, preparing

app_name = "contracts"
urlpatterns = [
    path("contracts/", pages.contracts, name="list"),
    path("contracts/new/", drafting.new, name="new"),
    path("contracts/<uuid:pk>/", pages.page, name="page"),
    path("contracts/<uuid:pk>/draft/", drafting.draft, name="draft"),
    path("contracts/<uuid:pk>/terms/", preparing.terms, name="terms"),
    path("contracts/<uuid:pk>/as-client/", drafting.as_client, name="as-client"),
    path("contracts/<uuid:pk>/draft.pdf", drafting.preview_pdf, name="draft-pdf"),
    path("contracts/<uuid:pk>/send/", drafting.send, name="send"),
    *elsewhere,
    *changes,
    *drafts,
    *accords,
]
