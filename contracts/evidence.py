"""What contracts prove of the code, or break.

An active contract is concluded and has neither ended nor expired. Each rule looks for the active
contracts that lack something, in a constant number of queries, and names the clients by code.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clients.models import Client, TeamMember
from coachpractice.practices.models import Membership
from coachpractice.registry.evidence import (
    Finding,
    Proof,
    due,
    kept,
    missing,
    not_concerned,
    rule,
)
from coachpractice.signing.models import Check, Consent, LimitAnswer, Party, Question, Role
from coachpractice.ui.formats import day_text
from contracts.models import KIND, ConfidentialityAgreement, Contract, lacks_section
from contracts.safeguards import cases
from contracts.wording import CARDS

DAYS_TO_TALK = 14
COMING_OF_AGE = timedelta(days=60)
SHOWN = 6

Row = tuple[Any, int]


def active(coach: Membership, day: date) -> Any:
    return Contract.objects.of_coach(coach).active(day, coach.practice.timezone)


@rule("code-shared")
def code_shared(coach: Membership, day: date) -> Finding:
    finding = _each(
        coach,
        day,
        Q(edition=None),
        why=_("The code is annexed to every contract in force (%(n)d) and was signed with it."),
        lacks=_("Contracts in force without the code: %(n)d."),
    )
    if finding.state != "kept":
        return finding
    sponsors = Party.objects.filter(role=Role.SPONSOR, signed_at__isnull=False)
    with_it = active(coach, day).filter(Exists(sponsors.filter(envelope=OuterRef("envelope"))))
    if not (count := with_it.count()):
        return finding
    more = _("The organisation signed it too in %(n)d of them.") % {"n": count}
    return replace(finding, why=f"{finding.why} {more}")


@rule("contract-understood")
def contract_understood(coach: Membership, day: date) -> Finding:
    """Three parts confirmed as clear by each client, and what was not understood talked over."""
    unclear = _guests().annotate(clear=Count("clearcards")).filter(clear__lt=len(CARDS))
    finding = _each(
        coach,
        day,
        Exists(unclear),
        why=_("Every contract in force (%(n)d) was confirmed as clear, part by part."),
        lacks=_("Contracts in force with a part that was not confirmed as clear: %(n)d."),
    )
    if finding.state != "kept":
        return finding
    points = Check.objects.to_talk_over().filter(
        party__envelope__in=active(coach, day).values("envelope")
    )
    return _within(
        coach,
        day,
        _opened(points, "party__signed_at"),
        late=_("Points to talk over for more than 14 days: %(n)d."),
        soon=_("Points to talk over by %(day)s: %(n)d."),
        otherwise=finding,
    )


@rule("expectations-and-programme")
def expectations_and_programme(coach: Membership, day: date) -> Finding:
    nothing = Q(expectations_given=False) | Q(objectives_count=0) | Q(sessions_count=None)
    nothing |= Q(sponsor__isnull=False, sponsor_expectations_given=False)
    return _each(
        coach,
        day,
        nothing,
        why=_(
            "Every contract in force (%(n)d) has expectations, an objective with its sign, and a "
            "programme."
        ),
        lacks=_("Contracts in force without expectations, objective or programme: %(n)d."),
    )


@rule("methods-explained")
def methods_explained(coach: Membership, day: date) -> Finding:
    asked = _questions(coach).filter(card="work", about="")
    return _within(
        coach,
        day,
        _opened(asked, "created_at"),
        late=_("Questions about the work open for more than 14 days: %(n)d."),
        soon=_("Questions about the work to answer by %(day)s: %(n)d."),
        otherwise=_each(
            coach,
            day,
            lacks_section("methods"),
            why=_("Every contract in force (%(n)d) names the methods and their authors."),
            lacks=_("Contracts in force that name no methods: %(n)d."),
        ),
    )


@rule("strict-confidentiality")
def strict_confidentiality(coach: Membership, day: date) -> Finding:
    """Signed with every client, in the contract or in an agreement of its own; in a team, by each
    member who is in it today."""
    apart = ConfidentialityAgreement.objects.in_force(day, coach.practice.timezone).filter(
        client=OuterRef("client"), capacity=ConfidentialityAgreement.Capacity.CLIENT
    )
    signed = Party.objects.filter(
        person=OuterRef("pk"), envelope=OuterRef(OuterRef("envelope")), signed_at__isnull=False
    )
    members = TeamMember.objects.there().filter(client=OuterRef("client"))
    return _each(
        coach,
        day,
        (lacks_section("secrecy") & ~Q(Exists(apart))) | Exists(members.filter(~Exists(signed))),
        why=_("Confidentiality is signed with every client under contract (%(n)d)."),
        lacks=_("Contracts in force without confidentiality: %(n)d."),
    )


@rule("confidentiality-limits-agreed")
def confidentiality_limits_agreed(coach: Membership, day: date) -> Finding:
    unanswered = _guests().filter(~Exists(LimitAnswer.objects.filter(party=OuterRef("pk"))))
    return _within(
        coach,
        day,
        _opened(_questions(coach).exclude(about=""), "created_at"),
        late=_("Objections to a limit not talked over after more than 14 days: %(n)d."),
        soon=_("Objections to a limit to talk over by %(day)s: %(n)d."),
        otherwise=_each(
            coach,
            day,
            Exists(unanswered),
            why=_("The limits were answered one by one in every contract in force (%(n)d)."),
            lacks=_("Contracts in force whose limits were not agreed: %(n)d."),
        ),
    )


@rule("supervision-consented")
def supervision_consented(coach: Membership, day: date) -> Finding:
    """Asked of the client, of each member of a team, and of whoever signs in a client's place; not
    of an organisation, nor of a curator: it is not theirs to say."""
    answered = Consent.objects.filter(party=OuterRef("pk"), key="supervision-case")
    silent = _guests().filter(~Exists(answered))
    return _each(
        coach,
        day,
        Exists(silent.filter(role__in=(Role.CLIENT, Role.MEMBER)))
        | (
            Exists(silent.filter(role=Role.GUARDIAN))
            & ~Q(client__protection=Client.Protection.CURATORSHIP)
        ),
        why=_("Every client under contract (%(n)d) was told of supervision and said yes or no."),
        lacks=_("Clients under contract without an answer about supervision: %(n)d."),
    )


@rule("clear-boundaries")
def clear_boundaries(coach: Membership, day: date) -> Finding:
    return _each(
        coach,
        day,
        lacks_section("relationship", "sessions"),
        why=_("Boundaries, channels and hours are agreed in every contract in force (%(n)d)."),
        lacks=_("Contracts in force without agreed boundaries: %(n)d."),
    )


@rule("right-to-end")
def right_to_end(coach: Membership, day: date) -> Finding:
    return _each(
        coach,
        day,
        lacks_section("stopping"),
        why=_("Every contract in force (%(n)d) says how to stop at any time."),
        lacks=_("Contracts in force that do not say how to stop: %(n)d."),
    )


@rule("no-exploitation")
def no_exploitation(coach: Membership, day: date) -> Finding:
    return _each(
        coach,
        day,
        Q(client__ties=""),
        why=_("For every client under contract (%(n)d) it is declared whether another tie exists."),
        lacks=_("Clients under contract without a declaration of other ties: %(n)d."),
    )


@rule("effect-on-other-clients")
def effect_on_other_clients(coach: Membership, day: date) -> Finding:
    return _each(
        coach,
        day,
        Q(client__others=""),
        why=_("Every client under contract (%(n)d) was checked against your other clients."),
        lacks=_("Clients under contract not checked against your other clients: %(n)d."),
    )


@rule("competence-limits")
def competence_limits(coach: Membership, day: date) -> Finding:
    return _each(
        coach,
        day,
        Q(client__fit__in=("", Client.Fit.OUTSIDE)),
        why=_("Every request under contract (%(n)d) was found to be within what you can do."),
        lacks=_("Requests under contract not assessed, or outside what you can do: %(n)d."),
    )


@rule("client-interest-first")
def client_interest_first(coach: Membership, day: date) -> Finding:
    """As far as contracts tell: no aim is hidden, and where an organisation pays, it is agreed who
    tells it what."""
    unsaid = lacks_section("objectives") | (Q(sponsor__isnull=False) & lacks_section("reporting"))
    return _each(
        coach,
        day,
        unsaid,
        why=_("Every contract in force (%(n)d) says who wants what, and what a sponsor is told."),
        lacks=_("Contracts in force that do not say what the organisation is told: %(n)d."),
    )


@rule("minors-and-vulnerable-adults")
def minors_and_vulnerable_adults(coach: Membership, day: date) -> Finding:
    """Who protects a client signed, and what they are told is written; due 60 days before a client
    comes of age, missing from that day on until it is confirmed."""
    found = cases(active(coach, day), coach.practice.timezone)
    if not found:
        return not_concerned(_("No client is under contract."))
    if unsafe := [(each.client, each.number) for each in found if not each.is_safe]:
        words = _("Clients under contract whose age, signatures or arrangement are missing: %(n)d.")
        return _missing(words, unsafe)
    minors = sorted((each.adult_on, each) for each in found if each.adult_on)
    if grown := [(each.client, each.number) for on, each in minors if on <= day]:
        return _missing(_("Clients who have come of age and did not sign as adults: %(n)d."), grown)
    if soon := [(on, (e.client, e.number)) for on, e in minors if on - day <= COMING_OF_AGE]:
        proofs, until = _clients([row for _on, row in soon]), soon[0][0]
        words = _("Clients who come of age by %(day)s: %(n)d.")
        said = words % {"n": len(soon), "day": day_text(until, get_language() or "fr")}
        return due(said, until, *proofs, mend=proofs[0])
    concerned = [each for each in found if each.is_concerned]
    if not concerned:
        why = _("Every client under contract (%(n)d) is 18 or older.")
        return not_concerned(why % {"n": len(found)})
    why = _(
        "Whoever must sign has signed for every client to be protected (%(n)d), and what others "
        "are told is written."
    )
    return kept(why % {"n": len(concerned)}, *_clients([(e.client, e.number) for e in concerned]))


# How they look ---------------------------------------------------------------------------------


def _each(coach: Membership, day: date, lacking: Any, *, why: str, lacks: str) -> Finding:
    """Kept when no active contract is `lacking`; else the clients whose contract is."""
    judged = active(coach, day).annotate(lacks=Case(When(lacking, then=True), default=False))
    found = list(judged.order_by("client__number").values_list("client", "client__number", "lacks"))
    if not found:
        return not_concerned(_("No client is under contract."))
    rows = [(pk, number) for pk, number, lacks_it in found if lacks_it]
    if not rows:
        proof = Proof(_("Contracts in force"), f"{reverse('contracts:list')}?state=in-force")
        return kept(why % {"n": len(found)}, proof)
    return _missing(lacks, rows)


def _missing(words: str, rows: list[Row]) -> Finding:
    proofs = _clients(rows)
    return missing(words % {"n": len(rows)}, *proofs, mend=proofs[0])


def _within(
    coach: Membership,
    day: date,
    opened: list[tuple[datetime, Row]],
    *,
    late: str,
    soon: str,
    otherwise: Finding,
) -> Finding:
    """Due while the oldest of what was `opened` is inside its 14 days, missing after; `otherwise`
    when nothing is open, or something graver is found."""
    if not opened or otherwise.state == "missing":
        return otherwise
    zone = ZoneInfo(coach.practice.timezone)
    until = opened[0][0].astimezone(zone).date() + timedelta(days=DAYS_TO_TALK)
    proofs = _clients([row for _at, row in opened])
    words = {"n": len(opened), "day": day_text(until, get_language() or "fr")}
    if day > until:
        return missing(late % words, *proofs, mend=proofs[0])
    return due(soon % words, until, *proofs, mend=proofs[0])


def _opened(rows: QuerySet, since: str) -> list[tuple[datetime, Row]]:
    """When each was opened, oldest first, and the client it is about."""
    contract = "party__envelope__contract"
    found = rows.order_by(since).values_list(
        since, f"{contract}__client", f"{contract}__client__number"
    )
    return [(at, (pk, number)) for at, pk, number in found]


def _questions(coach: Membership) -> QuerySet:
    """What clients asked about contracts that are still to be signed, and nobody answered yet."""
    return Question.objects.open().filter(
        practice=coach.practice_id,
        party__envelope__kind=KIND,
        party__envelope__coach=coach.pk,
        party__envelope__voided_at=None,
        party__envelope__declined_at=None,
        party__envelope__contract__isnull=False,
    )


def _guests() -> QuerySet:
    """The parties of a contract who signed by link."""
    return Party.objects.guests().filter(envelope=OuterRef("envelope"))


def _clients(rows: list[Row]) -> list[Proof]:
    """The clients, by code; the first six."""
    return [
        Proof(Client(number=number).code, reverse("clients:page", args=[pk]))
        for pk, number in list(dict(rows).items())[:SHOWN]
    ]
