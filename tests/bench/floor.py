"""The least a page could cost here: a view of Django's own making behind the same middleware,
session and door, with one query and a page that says two things. Also the product's addresses, so
that one resolver finds both."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import path

from coachpractice.links.access import opened_by_link
from coachpractice.practices.access import requires
from coachpractice.practices.models import Practice
from coachpractice.practices.permissions import Permission
from coachpractice.urls import urlpatterns as ours

PAGE = """<!doctype html>
<html lang="fr">
  <head>
    <meta charset="utf-8">
    <title>{{ practice.name }}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="/static/css/look.css">
  </head>
  <body>
    <header><a href="/">Coachpractice</a></header>
    <main>
      <h1>{{ practice.name }}</h1>
      <p>{{ practice.city }}</p>
    </main>
  </body>
</html>
"""
_template = engines["django"].from_string(PAGE)
_member = requires(Permission.SEE_CLIENTS)
_guest = opened_by_link("sign")


def _floor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One row by its key, in a template that is compiled already."""
    return HttpResponse(_template.render({"practice": Practice.objects.get(pk=pk)}, request))


def _frame(request: HttpRequest) -> HttpResponse:
    """What stands around every page of a member, with nothing in it."""
    return render(request, "ui/app.html")


urlpatterns = [
    path("floor/member/<uuid:pk>/", _member(_floor)),
    path("floor/guest/<uuid:pk>/", _guest(_floor)),
    path("floor/frame/", _member(_frame)),
    *ours,
]
