import re

from django.utils import translation

from coachpractice.registry.errors import Refused
from coachpractice.ui.forms import error_lines
from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse
from tests.ui.samples import DraftForm

GOOD = {
    "goal": "Parler en réunion",
    "indicator": "Trois prises de parole",
    "number": "8",
    "price": "120",
    "minutes": "60",
    "mediator": "t",
}


def test_optional_fields_say_so_and_required_ones_do_not():
    with translation.override("en"):
        form = DraftForm()
    assert str(form["day"].label) == 'Première séance <span class="optional">(optional)</span>'
    assert str(form["goal"].label) == "Ce qu’elle veut atteindre"
    assert str(form["early"].label) == "Proposer de commencer avant la fin des 14 jours"


def test_each_fault_is_listed_above_with_a_link_to_a_field_that_exists(helene):
    page = helene.post("/draft/", {**GOOD, "indicator": "", "minutes": "7", "day": "x"}).text
    summary = page[page.index('role="alert"') : page.index("</ul>", page.index('role="alert"'))]
    anchors = re.findall(r'href="#([^"]+)"', summary)
    assert anchors == ["id_indicator", "id_minutes_0", "id_day"]
    for anchor in anchors:
        assert page.count(f'id="{anchor}"') == 1
    assert "optional" not in summary
    assert_valid_html(page)


def test_a_form_without_faults_shows_no_summary(helene):
    assert 'role="alert"' not in helene.get("/draft/").text


def test_a_refusal_stands_at_its_field_or_above_the_form(helene):
    page = helene.post("/draft/", GOOD).text
    assert page.count("Ce contrat est déjà parti.") == 2
    assert page.count("Une partie est en train de signer.") == 1


def test_a_refusal_about_several_fields_stands_at_each():
    form = DraftForm(GOOD)
    assert form.is_valid()
    form.refuse(Refused("Non", fields={"goal": "Trop court", "nowhere": "Autre chose"}))
    assert [(line.words, line.anchor) for line in error_lines(form)] == [
        ("Autre chose", ""),
        ("Trop court", "id_goal"),
    ]


def test_what_was_typed_is_escaped_in_the_page(helene):
    page = helene.post("/draft/", {**GOOD, "goal": "<script>x</script>", "minutes": "<b>"}).text
    assert "<script>x" not in page
    assert "<b>" not in page


def test_the_error_of_choices_stands_before_them(helene):
    page = helene.post("/draft/", {**GOOD, "minutes": ""}).text
    assert page.index('id="id_minutes_error"') < page.index('id="id_minutes_0"')


def test_the_summary_takes_the_focus_when_a_page_comes_back_with_faults(helene, open_page):
    page = open_page(scripts=False)
    browse(page, helene)
    page.goto(ORIGIN + "/draft/")
    page.get_by_role("button", name="Vérifier et envoyer").click()
    assert page.locator(":focus").get_attribute("role") == "alert"
    page.get_by_role("link", name="Durée d’une séance").click()
    assert page.locator(":focus").get_attribute("id") == "id_minutes_0"

    page = open_page(dark=True)
    browse(page, helene)
    page.goto(ORIGIN + "/draft/")
    page.get_by_role("button", name="Vérifier et envoyer").click()
    assert_page_is_sound(page)
