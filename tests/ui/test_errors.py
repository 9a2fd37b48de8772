import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tests.pages import assert_valid_html

PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]


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
