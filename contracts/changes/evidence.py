"""What ends and renewals prove of the code, or break."""

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coachpractice.practices.models import Membership
from coachpractice.registry.evidence import Finding, due, missing, rule
from coachpractice.ui.formats import day_text
from contracts.changes.rules import REVIEWED_FROM
from contracts.findings import clients_named, each_contract
from contracts.models import DependenceReview, Ending, lacks_section


@rule("right-to-end")
def right_to_end(coach: Membership, day: date) -> Finding:
    """How to stop is agreed, and whoever asked to stop was let go within the notice: also after
    the contract has ended."""
    agreed = each_contract(
        coach,
        day,
        lacks_section("stopping"),
        why=_("Every contract in force (%(n)d) says how to stop at any time."),
        lacks=_("Contracts in force that do not say how to stop: %(n)d."),
    )
    if agreed.state == "missing":
        return agreed
    asked = Ending.objects.of_coach(coach).unsettled().filter(asked_on__lte=day)
    # What the coach wants is nobody's request.
    rows = asked.exclude(asker="coach").order_by("settle_by")
    found = list(rows.values_list("settle_by", "contract__client", "contract__client__number"))
    if not found:
        return agreed
    until = found[0][0]
    late = [(pk, number) for by, pk, number in found if by < day]
    if late:
        proofs = clients_named(late)
        words = _("Requests to end not settled within the notice: %(n)d.")
        return missing(words % {"n": len(late)}, *proofs, mend=proofs[0])
    proofs = clients_named([(pk, number) for _by, pk, number in found])
    words = _("Requests to end, to settle by %(day)s: %(n)d.")
    said = words % {"n": len(found), "day": day_text(until, get_language() or "fr")}
    return due(said, until, *proofs, mend=proofs[0])


@rule("duration-and-autonomy")
def duration_and_autonomy(coach: Membership, day: date) -> Finding:
    """As far as contracts tell: each has an end, and whoever renews for the third time in a row
    has thought over whether the client still needs them."""
    reviewed = DependenceReview.objects.filter(contract=OuterRef("pk"))
    return each_contract(
        coach,
        day,
        Q(renewal__gte=REVIEWED_FROM) & ~Q(Exists(reviewed)),
        why=_(
            "Every contract in force (%(n)d) has an end; none was renewed three times in a row "
            "without thinking over whether it is still needed."
        ),
        lacks=_("Contracts renewed three times in a row without thinking that over: %(n)d."),
    )
