"""What is typed about clients and about who stands beside them."""

from clients.forms.beside import GuardianForm, MemberForm
from clients.forms.people import LANGUAGES, ClientForm, ClientSponsorForm
from clients.forms.sponsors import ContactForm, SponsorForm

__all__ = [
    "LANGUAGES",
    "ClientForm",
    "ClientSponsorForm",
    "ContactForm",
    "GuardianForm",
    "MemberForm",
    "SponsorForm",
]
