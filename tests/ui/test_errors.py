import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils import translation

from coachpractice.registry.doors import Door
from tests.pages import assert_valid_html

PAGES = [
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "405.html",
    "413.html",
    "429.html",
    "500.html",
]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_error_pages_need_no_request_and_no_database(name, language):
    with translation.override(language):
        page = render_to_string(name)
    assert f'<html lang="{language}">' in page
    assert_valid_html(page)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/nowhere/", 404), ("/forbidden/", 403), ("/malformed/", 400), ("/broken/", 500)],
)
def test_each_fault_has_a_page_in_the_look(client, address, status):
    client.raise_request_exception = False
    answer = client.get(address)
    assert answer.status_code == status
    assert 'class="center-page"' in answer.text


def test_a_form_without_its_token_gets_the_page_about_old_pages(client):
    client.handler.enforce_csrf_checks = True
    answer = client.post("/language/", {"language": "en"})
    assert answer.status_code == 403
    with translation.override("fr"):
        assert answer.text == render_to_string("403_csrf.html")


def test_a_refusal_no_view_caught_is_a_page_with_its_words(client):
    answer = client.get("/refused/")
    assert answer.status_code == 409
    assert "Ce contrat est déjà signé par une partie : il ne change plus." in answer.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_method_that_is_not_taken_gets_a_page_and_keeps_the_header(client, language):
    answer = client.get("/language/", headers={"accept-language": language})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    with translation.override(language):
        assert answer.text == render_to_string("405.html")
    assert_valid_html(answer.text)


@pytest.mark.parametrize("status", [400, 413, 429])
def test_no_refusal_is_an_empty_sheet(client, settings, status):
    settings.ROOT_URLCONF = Wordless
    answer = client.get(f"/{status}/")
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert 'class="center-page"' in answer.text
    assert_valid_html(answer.text)


def test_a_guest_is_not_sent_to_a_start_they_do_not_have(client, settings):
    settings.ROOT_URLCONF = Wordless
    assert 'href="/">Revenir' in client.get("/405/").text
    page = client.get("/behind-a-link/").text
    assert_valid_html(page)
    assert 'href="/">Revenir' not in page


def test_a_refusal_with_words_of_its_own_keeps_them(client, settings):
    settings.ROOT_URLCONF = Wordless
    assert client.get("/worded/").text == "Trop de fichiers."


def wordless(request, status):
    return HttpResponse(status=status)


def behind_a_link(request):
    return HttpResponse(status=405)


behind_a_link.door = Door("link", "sign")


class Wordless:
    """A URL configuration whose refusals say nothing."""

    urlpatterns = [
        path("<int:status>/", wordless),
        path("behind-a-link/", behind_a_link),
        path("worded/", lambda request: HttpResponse("Trop de fichiers.", status=400)),
    ]
