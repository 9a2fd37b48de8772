"""What anyone who holds the copy of something signed elsewhere may learn of it."""

from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coachpractice.documents.lookups import Answer, Copy, known_copy, known_document
from coachpractice.documents.verifying import Verdict
from coachpractice.registry.evidence import State
from coachpractice.ui.formats import day_text, language_of, moment_text
from contracts.elsewhere.says import label_of
from contracts.models import TakenIn


@known_document("contracts-elsewhere")
def known(verdict: Verdict) -> Answer | None:
    """Whether the very bytes are a copy that was sealed here, and whether it still counts."""
    if found := TakenIn.objects.filter(sealed_sha256=verdict.sha256).first():
        if found.dropped_at:
            words = _("It is a copy that was sealed here, and it no longer counts.")
            return Answer(False, words)
        words = _(
            "It is, byte for byte, the copy sealed here of a document signed elsewhere. The seal "
            "proves that this copy has not changed, and nothing about the signatures on the "
            "original."
        )
        return Answer(True, words)
    named = TakenIn.objects.filter(code=verdict.code or "").exclude(sealed_sha256="").first()
    if named:
        words = _("It is not, byte for byte, the copy %(code)s that was sealed here.")
        return Answer(False, words % {"code": named.code})
    return None


@known_copy("contracts-elsewhere")
def told(code: str) -> Copy | None:
    rows = TakenIn.objects.select_related("coach__practice")
    found = rows.filter(code=code).first() if code else None
    return _copy(found) if found else None


def _copy(taken: TakenIn) -> Copy:
    language, zone = language_of(get_language()), taken.coach.practice.timezone
    since = taken.taken_in_at.astimezone(ZoneInfo(zone)).date()
    state, words = State.KEPT, _("Copy of a document signed elsewhere, sealed")
    sentence = _(
        "The seal proves that this copy has not changed since %(day)s. It proves nothing about the "
        "signatures on the original."
    ) % {"day": day_text(since, language)}
    facts = [(_("Taken in"), moment_text(taken.taken_in_at, zone, language))]
    if taken.sealed_at:
        facts.append((_("Sealed"), moment_text(taken.sealed_at, zone, language)))
    if taken.dropped_at:
        state, words = State.MISSING, _("This copy no longer counts")
        sentence = _("The coach took it out again, or took in a corrected one.")
        facts.append((_("Dropped"), moment_text(taken.dropped_at, zone, language)))
    elif not taken.sealed_at:
        state, words = State.DUE, _("Signed elsewhere, seal to follow")
    return Copy(
        code=taken.code,
        label=label_of(taken.kind),
        state=state,
        words=words,
        sentence=sentence,
        facts=facts,
        sealed_sha256=taken.sealed_sha256,
        specimen=taken.coach.practice.specimen,
    )
