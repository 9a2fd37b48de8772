from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coachpractice.ethics.models import Adoption, Edition
from coachpractice.practices.models import Membership
from coachpractice.registry.evidence import Finding, Proof, due, kept, missing, rule
from coachpractice.ui.formats import day_text


@rule("professional-conduct")
def signed_the_code(coach: Membership, day: date) -> Finding:
    """The coach's own signature under the edition in force, made here or elsewhere, sealed."""
    current = Edition.objects.current()
    mine = list(Adoption.objects.of_coach(coach).standing().filter(day__lte=day))
    if current is None:
        return missing(_("No edition of the code is loaded here."))
    signed = [adoption for adoption in mine if adoption.edition_id == current.pk]
    if signed:
        return _under_the_current_one(signed)
    sign = Proof(_("Read it and sign it"), reverse("ethics:adopt"))
    if not mine:
        return missing(_("You have not signed the code yet."), mend=sign)
    older = Proof(_("Signed code"), reverse("ethics:mine"))
    words = {
        "old": mine[0].edition.edition,
        "new": current.edition,
        "day": day_text(until := current.sign_before(coach.practice.timezone), get_language()),
    }
    if day <= until:
        return due(
            _("You signed edition %(old)s. Edition %(new)s is to be signed by %(day)s.") % words,
            until,
            older,
            mend=sign,
        )
    return missing(
        _("You signed edition %(old)s. Edition %(new)s was to be signed by %(day)s.") % words,
        older,
        mend=sign,
    )


def _under_the_current_one(signed: list[Adoption]) -> Finding:
    proof = Proof(_("Signed code"), reverse("ethics:mine"))
    adoption = next((each for each in signed if each.sealed_at), signed[0])
    words = {
        "edition": adoption.edition.edition,
        "day": day_text(adoption.day, get_language()),
    }
    if not adoption.sealed_at:
        return due(
            _("You signed edition %(edition)s on %(day)s; the seal follows.") % words,
            adoption.day,
            proof,
        )
    if adoption.elsewhere:
        return kept(
            _(
                "You signed edition %(edition)s elsewhere, on %(day)s; the sealed copy of your "
                "scan says so."
            )
            % words,
            proof,
        )
    return kept(
        _("You signed edition %(edition)s on %(day)s; the signature is sealed.") % words, proof
    )
