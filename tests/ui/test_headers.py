import pytest
from django.http import HttpResponse
from django.urls import path

from coachpractice.ui.middleware import HEADERS


@pytest.mark.parametrize("address", ["/", "/private/", "/nowhere/", "/refused/", "/forbidden/"])
def test_every_answer_carries_the_headers(client, address):
    answer = client.get(address)
    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "'unsafe" not in answer["Content-Security-Policy"]


def test_whatever_is_not_public_is_kept_nowhere_and_found_by_nobody(client):
    answer = client.get("/private/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_an_address_that_leads_nowhere_is_kept_nowhere(client):
    assert client.get("/nowhere/")["Cache-Control"] == "no-store"


def test_a_public_page_may_be_found_and_kept_unless_someone_is_logged_in(helene, client):
    assert helene.get("/code/")["Cache-Control"] == "no-store"
    del client.cookies["sessionid"]
    answer = client.get("/code/")
    assert "Cache-Control" not in answer
    assert "X-Robots-Tag" not in answer


def test_a_view_that_says_how_it_is_kept_is_left_alone(client, settings):
    settings.ROOT_URLCONF = Feed
    assert client.get("/feed/")["Cache-Control"] == "private, max-age=60"


def said(request):
    return HttpResponse(headers={"Cache-Control": "private, max-age=60"})


class Feed:
    """A URL configuration of one page."""

    urlpatterns = [path("feed/", said)]
