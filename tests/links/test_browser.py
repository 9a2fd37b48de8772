"""The door in a real browser, on a real server: the policy that hides the address must leave the
form its origin, or the button would be refused."""

import pytest

from coachpractice.links import actions
from tests.links.samples import entered
from tests.pages import ORIGIN, assert_page_is_sound, browse

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_button_opens_the_door(live_server, open_page, link, scripts):
    page = open_page(width=360, scripts=scripts)
    asked = []
    page.on("request", lambda request: asked.append(request.all_headers()))
    page.goto(f"{live_server.url}/l/{link.token}")
    if scripts:
        assert_page_is_sound(page)
    page.get_by_role("button", name="Open").click()
    assert page.url == f"{live_server.url}/l/"
    assert [link.pk for link in entered] == [link.pk]
    told = {headers.get("referer", "") for headers in asked}
    assert not any(link.token in address for address in told)


def test_every_page_around_a_door_is_sound(client, open_page, link, issue):
    old, closed = issue(), issue()
    issue(holder=old.holder)
    actions.close(purpose="tests", holder=closed.holder)
    page = open_page(width=360)
    browse(page, client)
    for path in (f"/l/{old.token}", f"/l/{closed.token}", "/l/x.y", "/l/"):
        page.goto(f"{ORIGIN}{path}")
        assert_page_is_sound(page)
    page.goto(f"{ORIGIN}/l/{old.token}")
    page.locator("main button").click()
    assert page.url == f"{ORIGIN}/l/{old.token}/new"
    assert_page_is_sound(page)
