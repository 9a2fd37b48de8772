"""Who stands around a client, and what is worth knowing before a contract is made with all of
them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from clients import addresses
from clients.models import Client, Guardian, SponsorContact, TeamMember
from coachpractice.practices.models import Membership
from coachpractice.vault.fields import lend_keys


class Around:
    """Guardians, members and contacts of a client, as `member` may see them: at most one query
    for each, and one on the keyring."""

    def __init__(self, client: Client, *, by: Membership) -> None:
        self.client = client
        self.guardians = self._of_client(Guardian, by) if client.needs_guardian else []
        self.members = self._of_client(TeamMember, by) if not client.is_person else []
        self.contacts: Sequence[SponsorContact] = ()
        if client.sponsor_id:
            rows = SponsorContact.objects.visible_to(by).filter(sponsor=client.sponsor_id)
            self.contacts = rows.for_list()

    def _of_client(self, model: Any, by: Membership) -> list[Any]:
        rows = model.objects.visible_to(by).filter(client=self.client.pk)
        found = list(rows.there().order_by("created_at"))
        lend_keys(self.client, *found)
        return found

    @property
    def notices(self) -> list[str]:
        return notices_about(self.client, self.guardians, self.contacts)


def notices_about(
    client: Client, guardians: Iterable[Guardian], contacts: Iterable[SponsorContact]
) -> list[str]:
    """What the coach may not have seen: one person with two parts, an address that others read."""
    guardians, contacts = list(guardians), list(contacts)
    return [
        *_also_for_the_sponsor(guardians, contacts),
        *_one_mailbox(client, guardians),
        *_work_mailbox(client, guardians, contacts),
    ]


def notices_for_sponsor(
    coached: Iterable[Client], guardians: Iterable[Guardian], contacts: Iterable[SponsorContact]
) -> list[str]:
    """The same for all whom a sponsor pays for, each said once."""
    of_client: dict[Any, list[Guardian]] = {}
    for guardian in guardians:
        of_client.setdefault(guardian.client_id, []).append(guardian)
    contacts = list(contacts)
    found: list[str] = []
    for client in coached:
        theirs = of_client.get(client.pk, [])
        found += _also_for_the_sponsor(theirs, contacts)
        found += (f"{client.code} – {words}" for words in _work_mailbox(client, theirs, contacts))
    return list(dict.fromkeys(found))


def _also_for_the_sponsor(
    guardians: list[Guardian], contacts: list[SponsorContact]
) -> Iterable[str]:
    for guardian in guardians:
        same = [each for each in contacts if addresses.same(guardian.email, each.email)]
        if any(each.pays for each in same):
            yield _(
                "%(name)s also pays: what the sponsor learns, a parent or guardian learns too."
            ) % {"name": guardian.name}
        elif same:
            yield _(
                "%(name)s also stands for the sponsor: what the sponsor learns, a parent or "
                "guardian learns too."
            ) % {"name": guardian.name}


def _one_mailbox(client: Client, guardians: list[Guardian]) -> Iterable[str]:
    names = [(guardian.name, guardian.email) for guardian in guardians]
    people = [(client.name, client.email), *names]
    for place, (name, email) in enumerate(people):
        for other, address in people[place + 1 :]:
            if addresses.same(email, address):
                words = _(
                    "%(name)s and %(other)s have one address: each can read the other’s link."
                )
                yield words % {"name": name, "other": other}


def _work_mailbox(
    client: Client, guardians: list[Guardian], contacts: list[SponsorContact]
) -> Iterable[str]:
    """A family with a domain of its own is no employer: a parent who pays does not count."""
    family = [each.email for each in guardians]
    employers = [
        each.email
        for each in contacts
        if not any(addresses.same(each.email, mine) for mine in family)
    ]
    if client.is_person and any(addresses.share_employer(client.email, each) for each in employers):
        yield _(
            "The client’s address is on the sponsor’s domain. Ask for a personal one: nothing of "
            "the coaching goes to a work mailbox."
        )


def age_words(client: Client, day: date) -> dict[str, Any]:
    """What the page says of a minor's age on `day`."""
    age = client.age_on(day)
    return {
        "years": age,
        "of_age": client.is_of_age(day),
        "consents_jointly": client.consents_jointly(day),
    }
