"""What a document may quote of a client. The subject is the client; the page that mends it is
theirs, so it has no name to be found by."""

from django.utils.translation import gettext_lazy as _

from clients.models import Client
from coachpractice.registry.quotes import quote


@quote("client_name", _("the client’s name"))
def client_name(subject: Client, language: str) -> str:
    return subject.name


@quote("client_address", _("the client’s address"))
def client_address(subject: Client, language: str) -> str:
    return ", ".join(subject.address.split("\n")).strip()
