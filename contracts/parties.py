"""Who reads and signs a contract beside the coach, by the kind of client; and what of it holds.

- An adult signs for themself; a sponsor's signing contact signs too where a sponsor pays.
- A minor signs a text of their own, whatever their age, beside whoever holds parental authority:
  below 15 the code asks for it (1.4.5), from 15 on it is their coaching all the same. One parent is
  enough for a usual act (C. civ. 372-2), `both_parents` asks both.
- Under guardianship or a mandate the guardian or representative signs alone, and the client is
  informed; under curatorship client and curator both sign.
- For a team the sponsor signs; each member reads and signs a text of their own.
- Who signs for a client and for the sponsor, with one address, signs once, in both qualities.

The coach signs last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from clients.models import Client, Guardian, SponsorContact, TeamMember
from coachpractice import clock
from coachpractice.signing.models import Role
from coachpractice.ui.formats import day_text
from coachpractice.vault.fields import lend_keys
from contracts import withdrawal
from contracts.models import Contract, SigningOrder
from contracts.pieces import Readers

FLAG = "1"
# Who signs for a protected adult, or with them.
SIGNS_UNDER: dict[str, str] = {
    Client.Protection.GUARDIANSHIP: Guardian.Kind.GUARDIAN,
    Client.Protection.CURATORSHIP: Guardian.Kind.CURATOR,
    Client.Protection.MANDATE: Guardian.Kind.REPRESENTATIVE,
}


@dataclass(frozen=True)
class Guest:
    """Somebody who is to sign by link. `reader` is what the wording calls them."""

    reader: str
    role: Role
    person: UUID
    name: str
    email: str
    position: int
    row: Any


class Parties:
    """The people of one contract, read once."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.client: Client = contract.client

    # Who there is ------------------------------------------------------------------------------

    @cached_property
    def guardians(self) -> list[Guardian]:
        """All who could sign for the client, or with them, in the order they came."""
        if not self.client.needs_guardian:
            return []
        rows = Guardian.objects.of_practice(self.contract.practice_id).filter(client=self.client.pk)
        found = [each for each in rows.there().order_by("created_at") if self._may_sign(each)]
        lend_keys(self.client, *found)
        return found

    def _may_sign(self, guardian: Guardian) -> bool:
        kinds = Guardian.Kind
        if self.client.kind == Client.Kind.MINOR:
            return guardian.kind in (kinds.PARENT, kinds.GUARDIAN)
        return guardian.kind == SIGNS_UNDER.get(self.client.protection)

    @cached_property
    def signing_guardians(self) -> list[Guardian]:
        """Those who do sign: both parents, or the one who was chosen, else who came first."""
        if self.is_minor and self.contract.both_parents:
            return self.guardians[:2]
        chosen = [each for each in self.guardians if each.pk == self.contract.guardian_id]
        return chosen or self.guardians[:1]

    @cached_property
    def members(self) -> list[TeamMember]:
        if not self.is_team:
            return []
        rows = TeamMember.objects.of_practice(self.contract.practice_id)
        found = list(rows.filter(client=self.client.pk).there().order_by("created_at"))
        lend_keys(self.client, *found)
        return found

    @cached_property
    def contacts(self) -> list[SponsorContact]:
        """The people at the sponsor."""
        if not self.contract.sponsor_id:
            return []
        rows = SponsorContact.objects.of_practice(self.contract.practice_id)
        return list(rows.filter(sponsor=self.contract.sponsor_id).for_list())

    @cached_property
    def signing_contacts(self) -> list[SponsorContact]:
        return [each for each in self.contacts if each.signs]

    @cached_property
    def contact(self) -> SponsorContact | None:
        """Who signs for the sponsor: the one who was chosen, else who came first."""
        chosen = [e for e in self.signing_contacts if e.pk == self.contract.sponsor_contact_id]
        return next(iter(chosen or self.signing_contacts), None)

    @cached_property
    def contact_guardian(self) -> Guardian | None:
        """The guardian who signs for the sponsor as well: the same address."""
        if self.contact is None:
            return None
        address = self.contact.email.casefold()
        return next((e for e in self.signing_guardians if e.email.casefold() == address), None)

    # What kind of contract it is ---------------------------------------------------------------

    @property
    def is_minor(self) -> bool:
        return self.client.kind == Client.Kind.MINOR

    @property
    def is_team(self) -> bool:
        return self.client.kind == Client.Kind.TEAM

    @property
    def is_curatorship(self) -> bool:
        return self.client.protection == Client.Protection.CURATORSHIP

    @property
    def is_accompanied(self) -> bool:
        """Somebody signs for the client, or with them."""
        return self.client.needs_guardian

    @property
    def is_represented(self) -> bool:
        return self.is_accompanied and not self.is_curatorship

    @property
    def has_sponsor(self) -> bool:
        return self.contract.sponsor_id is not None

    @property
    def needs_arrangement(self) -> bool:
        """Whether it is to be written what others are told."""
        return self.is_accompanied or self.client.vulnerable

    @property
    def others_sign(self) -> bool:
        """Whether any guest signs beside the client."""
        return self.has_sponsor or self.is_accompanied or self.is_team

    @property
    def may_keep_from_sponsor(self) -> bool:
        """Whether objectives may be kept from the sponsor: not those of a team, and not from a
        parent who signs for both."""
        return self.has_sponsor and not self.is_team and self.contact_guardian is None

    @property
    def has_private(self) -> bool:
        """Whether an objective is kept from the sponsor."""
        rows = self.contract.objectives
        return self.may_keep_from_sponsor and any(not shared(row) for row in rows)

    @cached_property
    def flags(self) -> dict[str, str]:
        """What the conditions of the wording ask, by name; "" is no."""
        contract = self.contract
        holds = {
            "pays_self": not (self.has_sponsor or self.is_represented or self.is_team),
            "starts_early": self.starts_early,
            "is_minor": self.is_minor,
            "is_guardianship": self.client.protection == Client.Protection.GUARDIANSHIP,
            "is_mandate": self.client.protection == Client.Protection.MANDATE,
            "is_curatorship": self.is_curatorship,
            "is_team": self.is_team,
            "is_vulnerable": self.client.vulnerable,
            "is_represented": self.is_represented,
            "is_accompanied": self.is_accompanied,
            "others_sign": self.others_sign,
            "one_guardian": len(self.signing_guardians) < 2,
            "usual_act": self.is_minor and not contract.both_parents and self._one_of_two,
            "signs_for_sponsor": self.contact_guardian is not None,
            "has_private": self.has_private,
            "has_arrangement": self.needs_arrangement,
            "has_meetings": contract.has_meetings,
            "meeting_start": contract.meeting_start,
            "meeting_mid": contract.meeting_mid,
            "meeting_end": contract.meeting_end,
            f"attendance_{contract.report_attendance}": True,
            f"progress_{contract.report_progress}": True,
        }
        return {key: FLAG for key, it_holds in holds.items() if it_holds}

    @property
    def starts_early(self) -> bool:
        """Whether, concluded today, it begins while whoever contracts for themself may still
        withdraw: that takes their express request (C. conso. L221-25)."""
        contract = self.contract
        if self.has_sponsor or self.is_team or contract.start_day is None:
            return False
        today = clock.today(contract.coach.practice.timezone)
        return contract.start_day <= withdrawal.last_day(today)

    @property
    def _one_of_two(self) -> bool:
        """One parent signs, without being known as the only one there is."""
        return all(each.kind == Guardian.Kind.PARENT for each in self.signing_guardians)

    # Who signs ---------------------------------------------------------------------------------

    @cached_property
    def guests(self) -> list[Guest]:
        """Who signs by link, the client's side first."""
        found = [*self._clients_side()]
        if self.contact is not None and self.contact_guardian is None:
            found.append(self._guest("sponsor", Role.SPONSOR, self.contact, self._sponsor_turn))
        return found

    def _clients_side(self) -> list[Guest]:
        turn = self._client_turn
        guardians = "curator" if self.is_curatorship else "guardian"
        found = []
        if self.is_minor:
            found.append(self._guest("child", Role.CLIENT, self.client, turn))
        elif not self.is_represented and not self.is_team:
            found.append(self._guest("client", Role.CLIENT, self.client, turn))
        found += [
            self._guest(guardians, Role.GUARDIAN, each, turn) for each in self.signing_guardians
        ]
        found += [self._guest("member", Role.MEMBER, each, turn) for each in self.members]
        return found

    def _guest(self, reader: str, role: Role, row: Any, position: int) -> Guest:
        return Guest(reader, role, row.pk, row.name, row.email, position, row)

    @property
    def _client_turn(self) -> int:
        order = self.contract.signing_order
        return 2 if self.has_sponsor and order == SigningOrder.SPONSOR_FIRST else 1

    @property
    def _sponsor_turn(self) -> int:
        return 2 if self.contract.signing_order == SigningOrder.CLIENT_FIRST else 1

    @property
    def last_turn(self) -> int:
        """The coach's: after everybody."""
        return max((guest.position for guest in self.guests), default=0) + 1

    @cached_property
    def readers(self) -> Readers:
        """What the wording calls who reads, and the role each signs in: by the kind of client, also
        while somebody is still missing."""
        if self.is_team:
            found = {"member": "member"}
        elif self.is_minor:
            found = {"child": "client", "guardian": "guardian"}
        elif self.is_curatorship:
            found = {"client": "client", "curator": "guardian"}
        elif self.is_represented:
            found = {"guardian": "guardian"}
        else:
            found = {"client": "client"}
        if self.has_sponsor and self.contact_guardian is None:
            found["sponsor"] = "sponsor"
        return found

    @property
    def roles(self) -> list[str]:
        """The roles there are beside the coach, the client's side first."""
        return list(dict.fromkeys(self.readers.values()))

    @property
    def same_mailbox(self) -> list[tuple[Guest, Guest]]:
        """Guests who would get their links in one mailbox."""
        return [
            (one, other)
            for number, one in enumerate(self.guests)
            for other in self.guests[number + 1 :]
            if one.email and one.email.casefold() == other.email.casefold()
        ]

    # What the text says of them ----------------------------------------------------------------

    @cached_property
    def values(self) -> dict[str, str]:
        """Values of the wording that come from the parties; "" for what is missing."""
        sponsor, framework = self.contract.sponsor, self.contract.framework
        return {
            "guardian_names": _listed(self.signing_guardians),
            "sponsor_name": sponsor.name if sponsor else "",
            "sponsor_address": ", ".join(sponsor.address.split("\n")) if sponsor else "",
            "sponsor_registration": sponsor.registration if sponsor else "",
            "sponsor_contact": _with_function(self.contact),
            "sponsor_attendees": _listed([e for e in self.contacts if e.attends])
            or _with_function(self.contact),
            "framework_number": framework.number if framework else "",
            "framework_day": self._framework_day,
            "sponsor_billing": _listed([e for e in self.contacts if e.pays]),
            "team_members": _listed(self.members),
        }

    @property
    def _framework_day(self) -> str:
        """The day on which the framework contract was signed by all."""
        contract = self.contract
        if contract.framework is None or contract.framework.concluded_at is None:
            return ""
        zone = ZoneInfo(contract.coach.practice.timezone)
        day = contract.framework.concluded_at.astimezone(zone).date()
        return day_text(day, contract.language)


def shared(objective: dict[str, Any]) -> bool:
    """Whether an objective is for the sponsor's eyes too; what was never asked is not."""
    return bool(objective.get("shared"))


def _listed(rows: Sequence[Any]) -> str:
    return ", ".join(each.name for each in rows)


def _with_function(contact: SponsorContact | None) -> str:
    if contact is None:
        return ""
    return f"{contact.name}, {contact.function}" if contact.function else contact.name
