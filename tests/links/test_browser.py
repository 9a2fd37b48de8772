"""The door in a real browser, on a real server: the policy that hides the address must leave the
form its origin, or the button would be refused."""

import pytest

from tests.browser import browser, open_page  # noqa: F401 -- fixtures
from tests.links.samples import entered
from tests.pages import assert_page_is_sound

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_button_opens_the_door(live_server, open_page, link, scripts):  # noqa: F811
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
