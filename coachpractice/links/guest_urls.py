"""Doors for people without an account."""

from django.urls import path

from coachpractice.links import views

app_name = "links"
urlpatterns = [
    path("l/", views.none, name="none"),
    path("l/<str:token>", views.land, name="land"),
    path("l/<str:token>/new", views.renew, name="renew"),
]
