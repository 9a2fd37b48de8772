"""What contracts prove of the code, or break.

An active contract is concluded and has neither ended nor expired. Each rule looks for the active
contracts that lack something, in a constant number of queries, and names the clients by code.
"""

from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clients.models import Client
from coachpractice.practices.models import Membership
from coachpractice.registry.evidence import (
    Finding,
    due,
    kept,
    not_concerned,
    rule,
)
from coachpractice.signing.models import Check
from coachpractice.ui.formats import day_text
from contracts import signed
from contracts.changes import evidence as changes  # noqa: F401 -- what their ends prove
from contracts.findings import (
    Row,
    active,
    clients_named,
    each_contract,
    lacking_in,
    open_questions,
    opened_since,
    within_days,
)
from contracts.models import ConfidentialityAgreement, lacks_section
from contracts.safeguards import Case, cases

COMING_OF_AGE = timedelta(days=60)


@rule("code-shared")
def code_shared(coach: Membership, day: date) -> Finding:
    finding = each_contract(
        coach,
        day,
        signed.without_code(day),
        why=_("The code is annexed to every contract in force (%(n)d) and was signed with it."),
        lacks=_("Contracts in force without the code: %(n)d."),
    )
    if finding.state != "kept":
        return finding
    if not (count := active(coach, day).filter(signed.by_organisation()).count()):
        return finding
    more = _("The organisation signed it too in %(n)d of them.") % {"n": count}
    return replace(finding, why=f"{finding.why} {more}")


@rule("contract-understood")
def contract_understood(coach: Membership, day: date) -> Finding:
    """Three parts confirmed as clear by each client, and what was not understood talked over."""
    finding = each_contract(
        coach,
        day,
        signed.unclear(),
        why=_("Every contract in force (%(n)d) was confirmed as clear, part by part."),
        lacks=_("Contracts in force with a part that was not confirmed as clear: %(n)d."),
    )
    if finding.state != "kept":
        return finding
    points = Check.objects.to_talk_over().filter(
        party__envelope__in=active(coach, day).values("envelope")
    )
    return within_days(
        coach,
        day,
        opened_since(points, "party__signed_at"),
        late=_("Points to talk over for more than 14 days: %(n)d."),
        soon=_("Points to talk over by %(day)s: %(n)d."),
        otherwise=finding,
    )


@rule("expectations-and-programme")
def expectations_and_programme(coach: Membership, day: date) -> Finding:
    nothing = Q(expectations_given=False) | Q(objectives_count=0) | Q(sessions_count=None)
    nothing |= Q(sponsor__isnull=False, sponsor_expectations_given=False)
    return each_contract(
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
    asked = open_questions(coach).filter(card="work", about="")
    return within_days(
        coach,
        day,
        opened_since(asked, "created_at"),
        late=_("Questions about the work open for more than 14 days: %(n)d."),
        soon=_("Questions about the work to answer by %(day)s: %(n)d."),
        otherwise=each_contract(
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
    return each_contract(
        coach,
        day,
        (lacks_section("secrecy") & ~Q(Exists(apart))) | signed.member_missing(),
        why=_("Confidentiality is signed with every client under contract (%(n)d)."),
        lacks=_("Contracts in force without confidentiality: %(n)d."),
    )


@rule("confidentiality-limits-agreed")
def confidentiality_limits_agreed(coach: Membership, day: date) -> Finding:
    return within_days(
        coach,
        day,
        opened_since(open_questions(coach).exclude(about=""), "created_at"),
        late=_("Objections to a limit not talked over after more than 14 days: %(n)d."),
        soon=_("Objections to a limit to talk over by %(day)s: %(n)d."),
        otherwise=each_contract(
            coach,
            day,
            signed.limits_unanswered(),
            why=_("The limits have their answer in every contract in force (%(n)d)."),
            lacks=_("Contracts in force whose limits were not agreed: %(n)d."),
        ),
    )


@rule("supervision-consented")
def supervision_consented(coach: Membership, day: date) -> Finding:
    """Asked of the client, of each member of a team, and of whoever signs in a client's place; not
    of an organisation, nor of a curator: it is not theirs to say."""
    return each_contract(
        coach,
        day,
        signed.unasked("supervision-case", day),
        why=_("Every client under contract (%(n)d) was told of supervision and said yes or no."),
        lacks=_("Clients under contract without an answer about supervision: %(n)d."),
    )


@rule("clear-boundaries")
def clear_boundaries(coach: Membership, day: date) -> Finding:
    return each_contract(
        coach,
        day,
        lacks_section("relationship", "sessions"),
        why=_("Boundaries, channels and hours are agreed in every contract in force (%(n)d)."),
        lacks=_("Contracts in force without agreed boundaries: %(n)d."),
    )


@rule("no-exploitation")
def no_exploitation(coach: Membership, day: date) -> Finding:
    return each_contract(
        coach,
        day,
        Q(client__ties=""),
        why=_("For every client under contract (%(n)d) it is declared whether another tie exists."),
        lacks=_("Clients under contract without a declaration of other ties: %(n)d."),
    )


@rule("effect-on-other-clients")
def effect_on_other_clients(coach: Membership, day: date) -> Finding:
    return each_contract(
        coach,
        day,
        Q(client__others=""),
        why=_("Every client under contract (%(n)d) was checked against your other clients."),
        lacks=_("Clients under contract not checked against your other clients: %(n)d."),
    )


@rule("competence-limits")
def competence_limits(coach: Membership, day: date) -> Finding:
    return each_contract(
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
    return each_contract(
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
    if unsafe := [each for each in found if not each.is_safe]:
        words = _("Clients under contract whose age, signatures or arrangement are missing: %(n)d.")
        return lacking_in(words, _rows(unsafe))
    majorities = [(each.adult_on, each) for each in found if each.adult_on]
    if grown := [each for on, each in majorities if on <= day]:
        words = _("Clients who have come of age and did not sign as adults: %(n)d.")
        return lacking_in(words, _rows(grown))
    if soon := [(on, each) for on, each in majorities if on - day <= COMING_OF_AGE]:
        until, proofs = min(on for on, _each in soon), clients_named(_rows([e for _on, e in soon]))
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
    return kept(why % {"n": len(concerned)}, *clients_named(_rows(concerned)))


def _rows(found: list[Case]) -> list[Row]:
    return [(each.client, each.number) for each in found]
