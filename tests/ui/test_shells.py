import pytest

from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse
from tests.ui.samples import Helene

APP = ["/", "/clients/", "/draft/", "/register/", "/noticed/"]
OPEN = ["/sign/", "/code/", "/login/", "/refused/", "/forbidden/", "/malformed/", "/nowhere/"]
SCREENS = [
    {"width": 360, "height": 740},
    {"width": 1280, "dark": True},
    {"width": 1280, "language": "en"},
]


@pytest.mark.parametrize("path", [*APP, *OPEN])
def test_every_shell_is_valid_html(helene, path):
    assert_valid_html(helene.get(path).text)


def test_a_form_with_faults_is_valid_html(helene):
    assert_valid_html(helene.post("/draft/", {"number": "x"}).text)


@pytest.mark.parametrize(
    "screen",
    [SCREENS[0], *(pytest.param(screen, marks=pytest.mark.slow) for screen in SCREENS[1:])],
    ids=["phone", "dark", "english"],
)
@pytest.mark.parametrize("path", [*APP, *OPEN])
def test_every_shell_has_no_axe_violation_and_no_sideways_scroll(helene, open_page, path, screen):
    page = open_page(**screen)
    browse(page, helene)
    page.goto(ORIGIN + path)
    assert_page_is_sound(page)


@pytest.mark.parametrize(
    ("path", "files"), [("/", 3), ("/sign/", 2), ("/code/", 2), ("/login/", 1)]
)
def test_pages_ask_for_few_things(helene, open_page, path, files):
    page = open_page(width=360)
    asked = browse(page, helene)
    page.goto(ORIGIN + path, wait_until="networkidle")
    assert [entry["status"] for entry in asked] == [200] * (1 + files)


def test_the_shell_of_the_signing_page_leaves_room_for_the_contract(helene, open_page):
    """60 kB and 6 requests for the whole page, uncompressed; the shell may take half."""
    page = open_page(width=360)
    asked = browse(page, helene)
    page.goto(ORIGIN + "/sign/", wait_until="networkidle")
    assert len(asked) <= 6
    assert sum(entry["bytes"] for entry in asked if entry["path"] != "/sign/") <= 31_000


def test_nothing_on_a_page_is_refused_by_the_content_security_policy(helene, open_page):
    page = open_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    browse(page, helene)
    for path in (*APP, "/sign/", "/code/", "/login/"):
        page.goto(ORIGIN + path, wait_until="networkidle")
    assert said == []


def test_a_setting_of_the_operator_is_known_to_every_page(helene, settings):
    settings.OPERATOR_NAME = "Atelier Numérique"
    assert helene.get("/").context["operator_name"] == "Atelier Numérique"


def test_an_example_practice_says_so_on_every_page(helene, monkeypatch):
    assert 'class="specimen"' not in helene.get("/").text
    monkeypatch.setattr(Helene.practice, "specimen", True, raising=False)
    for path in APP:
        assert 'class="specimen"' in helene.get(path).text
