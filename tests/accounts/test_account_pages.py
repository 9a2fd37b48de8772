import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from coachpractice.accounts.sessions import in_words
from tests.conftest import confirm
from tests.factories import PASSWORD
from tests.pages import assert_valid_html

pytestmark = pytest.mark.django_db

ACCOUNT = reverse("accounts:account")
SESSIONS = reverse("accounts:sessions")


def log_in(member) -> Client:
    browser = Client(headers={"user-agent": f"Browser of {member.user.name}"})
    browser.post(reverse("account_login"), {"login": member.user.email, "password": PASSWORD})
    return browser


def test_name_language_and_clock_are_kept_on_the_account(client, alice, login):
    login(client, alice)
    client.cookies["language"] = "fr"
    assert_valid_html(client.get(ACCOUNT).text)
    answers = {"name": "Alice É.", "language": "en", "timezone": "America/Martinique"}
    response = client.post(ACCOUNT, answers)
    assert response.url == ACCOUNT
    alice.user.refresh_from_db()
    assert (alice.user.name, alice.user.language) == ("Alice É.", "en")
    assert alice.user.timezone == "America/Martinique"
    # The language picked at the foot of a page would win over the account's.
    assert '<html lang="en">' in client.get(ACCOUNT).text


@pytest.mark.parametrize("answers", [{"language": "xx"}, {"timezone": "Mars/Olympus"}])
def test_nonsense_is_refused(client, alice, login, answers):
    login(client, alice)
    good = {"name": "Alice", "language": "fr", "timezone": "Europe/Paris"}
    page = client.post(ACCOUNT, good | answers)
    assert page.context["form"].errors.keys() == answers.keys()


def test_whoever_has_no_second_factor_is_told_how_to_turn_it_on(client, alice, login):
    assert reverse("mfa_index") in login(client, alice).get(ACCOUNT).text


@pytest.mark.parametrize("name", ["accounts:account", "accounts:sessions", "mfa_index"])
def test_nobody_sees_an_account_without_logging_in(client, db, name):
    url = reverse(name)
    assert client.get(url).url == f"{reverse('account_login')}?next={url}"


def test_sessions_are_listed_and_closed_one_by_one(alice):
    here, there = log_in(alice), log_in(alice)
    page = here.get(SESSIONS)
    assert_valid_html(page.text)
    other = next(
        one for one in page.context["sessions"] if one.session_key == there.session.session_key
    )
    assert here.post(reverse("accounts:close-session", args=[other.pk])).url == SESSIONS
    assert there.get(ACCOUNT).status_code == 302
    assert len(here.get(SESSIONS).context["sessions"]) == 1


def test_all_others_are_closed_at_once(alice):
    here, there = log_in(alice), log_in(alice)
    here.post(reverse("accounts:close-other-sessions"))
    assert there.get(ACCOUNT).status_code == 302
    assert here.get(ACCOUNT).status_code == 200


def test_nobody_closes_somebody_else_s_session(alice, charlie):
    hers, his = log_in(alice), log_in(charlie)
    (session,) = hers.get(SESSIONS).context["sessions"]
    his.post(reverse("accounts:close-session", args=[session.pk]))
    assert hers.get(ACCOUNT).status_code == 200
    assert hers.get(SESSIONS).context["sessions"] == [session]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_sessions_asks_the_same_number_of_queries(
    alice, count, django_assert_num_queries
):
    browsers = [log_in(alice) for _ in range(count)]
    with django_assert_num_queries(5):
        page = browsers[0].get(SESSIONS)
    assert len(page.context["sessions"]) == count


class TestConfirmingWhoItIs:
    act = reverse("accounts:close-other-sessions")
    again = reverse("account_reauthenticate")

    def test_a_dangerous_act_asks_after_a_quarter_of_an_hour(self, client, alice, login):
        login(client, alice)
        confirm(client, alice, age=901)
        response = client.post(self.act, HTTP_REFERER=f"http://testserver{SESSIONS}")
        assert response.url == f"{self.again}?next={SESSIONS.replace('/', '%2F')}"
        page = client.get(response.url)
        assert_valid_html(page.text)
        assert client.post(response.url, {"password": "not it"}).status_code == 200
        assert client.post(response.url, {"password": PASSWORD}).url == SESSIONS
        assert client.post(self.act).url == SESSIONS

    def test_nothing_that_was_sent_is_kept_meanwhile(self, client, alice, login):
        login(client, alice)
        invite = reverse("practices:invite")
        client.post(invite, {"email": "kept@example.org", "role": "coach"})
        assert "kept@example.org" not in str(dict(client.session))

    def test_a_foreign_page_is_not_where_one_comes_back_to(self, client, alice, login):
        login(client, alice)
        response = client.post(self.act, HTTP_REFERER="https://evil.example/x")
        assert response.url == f"{self.again}?next=%2F"

    def test_logging_in_counts_for_a_quarter_of_an_hour(self, client, alice, login):
        login(client, alice, confirmed=True)
        assert client.post(self.act).url == SESSIONS


UNREACHABLE = (
    "account_email",
    "account_set_password",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "account_request_login_code",
    "mfa_download_recovery_codes",
    "usersessions_list",
)


@pytest.mark.parametrize("name", UNREACHABLE)
def test_pages_of_allauth_that_nobody_needs_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605.1", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_in_two_words(agent, words):
    assert in_words(agent) == words
