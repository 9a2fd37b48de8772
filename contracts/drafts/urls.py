"""The addresses around drafting; `contracts.urls` includes them."""

from django.urls import path

from contracts.drafts import views

_ONE = "contracts/<uuid:pk>"
urlpatterns = [
    path(f"{_ONE}/again/", views.repeat, name="repeat"),
    path(f"{_ONE}/throw-away/", views.throw_away, name="throw-away"),
    path(f"{_ONE}/bring-back/", views.bring_back, name="bring-back"),
    path(f"{_ONE}/first-meeting.pdf", views.meeting_sheet, name="meeting-sheet"),
    path(f"{_ONE}/explained/", views.explained, name="explained"),
]
