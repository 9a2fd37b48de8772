"""What the link that a guest keeps after signing opens."""

from django.urls import path

from contracts.changes import guests

app_name = "kept"
urlpatterns = [
    path("k/", guests.page, name="page"),
    path("k/document.pdf", guests.document, name="document"),
    path("k/choices/", guests.choices, name="choices"),
    path("k/withdraw/", guests.withdraw, name="withdraw"),
    path("k/end/", guests.end, name="end"),
]
