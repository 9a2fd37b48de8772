"""Somebody at a page: asks the WSGI application in this process, as the web server does."""

import io
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client

from coachpractice.links.models import Link
from coachpractice.practices.models import Membership
from coachpractice.signing.models import Party

HOST = "localhost"
TOKEN = "x" * 32  # as long as the cookie's own


class Browser:
    """Holds the cookies of one session. No socket and no server process: what they take would
    stand on both sides of the ratio, and flatter it."""

    def __init__(self, client: Client) -> None:
        self.application = get_wsgi_application()
        cookie = client.cookies.output(header="", attrs=[], sep=";").strip()
        self.environment: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "SERVER_NAME": HOST,
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": f"{HOST}:8000",
            "HTTP_COOKIE": cookie,
            "HTTP_ACCEPT_LANGUAGE": "fr",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    @classmethod
    def of_member(cls, member: Membership) -> "Browser":
        """Logged in, with a second factor given."""
        client = Client(SERVER_NAME=HOST)
        client.force_login(member.user)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
        session["account_authentication_methods_user"] = str(member.user_id)
        session.save()
        return cls(client)

    @classmethod
    def of_guest(cls, party: Party) -> "Browser":
        """Came in by the link that was mailed to this party."""
        client = Client(SERVER_NAME=HOST)
        link = Link.objects.get(purpose="sign", holder=party.pk)
        assert client.post(f"/l/{link.token}").status_code == 302
        return cls(client)

    def get(self, address: str) -> bytes:
        parts = urlsplit(address)
        return self._ask(parts.path, {"QUERY_STRING": parts.query, "wsgi.input": io.BytesIO()})

    def post(self, address: str, **typed: str) -> bytes:
        """As the page's own form would: with the token against forgery."""
        body = urlencode({**typed, "csrfmiddlewaretoken": TOKEN}).encode()
        cookies = f"{self.environment['HTTP_COOKIE']}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        asked = {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_COOKIE": cookies,
            "wsgi.input": io.BytesIO(body),
        }
        return self._ask(address, asked)

    def _ask(self, path: str, asked: dict[str, Any]) -> bytes:
        answered: list[str] = []

        def start(status: str, headers: object, failure: object = None) -> None:
            answered.append(status)

        response = self.application({**self.environment, "PATH_INFO": path, **asked}, start)
        body = b"".join(response)
        response.close()  # type: ignore[attr-defined]
        assert answered == ["200 OK"], (path, answered)
        return body
