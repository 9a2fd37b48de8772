"""The mailbox of the embedded default in a real browser."""

import pytest

from coachpractice.jobs import actions as jobs
from coachpractice.mail import actions
from coachpractice.mail import outbox as mailbox
from tests.pages import ORIGIN, assert_page_is_sound, browse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("dark", [False, True])
def test_its_pages_are_sound(client, open_page, outbox, dark):
    page = open_page(dark=dark)
    browse(page, client)
    page.goto(f"{ORIGIN}/outbox/")
    assert_page_is_sound(page)
    actions.post("tests.letter", who="odette")
    jobs.run_due()
    page.goto(f"{ORIGIN}/outbox/")
    assert_page_is_sound(page)
    page.get_by_role("link", name="À lire et à signer").click()
    assert page.url == f"{ORIGIN}/outbox/{mailbox.read_all()[0][0]}/"
    assert_page_is_sound(page)
