"""Found a practice, change what it and its coaches say of themselves, invite and join."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coachpractice import clock
from coachpractice.accounts import actions as accounts
from coachpractice.accounts.models import User
from coachpractice.audit import journal
from coachpractice.mail import actions as mail
from coachpractice.practices import events, first_run
from coachpractice.practices.models import Invitation, Membership, Practice, Profile
from coachpractice.registry.errors import Refused
from coachpractice.vault import keys

INVITATION_LIFE = timedelta(days=14)
FACTS = (
    "name", "legal_form", "registration", "address", "postcode", "city", "country", "vat_exempt",
    "vat_number", "mediator_name", "mediator_url", "suppliers", "language", "timezone",
)  # fmt: skip
PROFILE = (
    "title", "credentials", "phone", "professional_body", "methods", "tools",
    "supervision_rhythm", "deputy_name", "insurer", "insurance_number", "insurance_countries",
    "insurance_until",
)  # fmt: skip


@transaction.atomic
def found(*, user: User, name: str, specimen: bool = False, **facts: Any) -> Membership:
    """Make a practice that `user` owns; `facts` are any of `FACTS`.

    Refused to somebody who already works in a practice.
    """
    _refuse_second_practice(user)
    facts = {"language": user.language, "timezone": user.timezone, **_only(FACTS, facts)}
    practice = Practice.objects.create(name=name.strip(), specimen=specimen, **facts)
    owner = _seat(practice, user, Membership.Role.OWNER)
    journal.record(events.FOUNDED, practice, by=owner, specimen=specimen)
    return owner


@transaction.atomic
def found_first(
    *, email: str, password: str, name: str, practice: str, language: str
) -> Membership:
    """Make the first account and the first practice of an empty installation.

    Refused once somebody founded one.
    """
    if not first_run.is_open():
        raise Refused(_("Somebody has founded a practice here already."))
    user = accounts.register(email=email, password=password, name=name, language=language)
    return found(user=user, name=practice)


@transaction.atomic
def change_facts(practice: Practice, *, by: Membership, **facts: Any) -> Practice:
    """Change what the practice prints on its documents; `facts` are any of `FACTS`."""
    practice = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    if changed := _assign(practice, _only(FACTS, facts)):
        practice.save(update_fields=changed)
        journal.record(events.FACTS_CHANGED, practice, by=by, **_named(changed))
    return practice


@transaction.atomic
def change_profile(profile: Profile, *, by: Membership, **facts: Any) -> Profile:
    """Change what a coach's contracts say of the coach; `facts` are any of `PROFILE`."""
    profile = Profile.objects.select_for_update(of=("self",)).get(pk=profile.pk)
    if changed := _assign(profile, _only(PROFILE, facts)):
        profile.save(update_fields=changed)
        journal.record(events.PROFILE_CHANGED, profile, by=by, **_named(changed))
    return profile


@transaction.atomic
def invite(*, email: str, by: Membership, role: str = Membership.Role.COACH) -> Invitation:
    """Ask somebody by mail to join the practice. Asked again, the older invitation is renewed.

    Refused when the address already belongs to a member.
    """
    email = email.strip().lower()
    colleagues = Membership.objects.of_practice(by.practice_id).active()
    if colleagues.filter(user__email=email).exists():
        raise Refused(_("This address already belongs to a member of the practice."), "email")
    pending = Invitation.objects.of_practice(by.practice_id).pending().select_for_update()
    for older in pending.unlocked("identity"):
        if older.email == email:
            _withdraw(older, by=by)
    invitation = Invitation(
        practice=by.practice,
        email=email,
        role=role,
        invited_by=by,
        expires_at=clock.now() + INVITATION_LIFE,
    )
    invitation.save(force_insert=True)
    journal.record(events.INVITED, invitation, by=by, role=str(role))
    mail.post("practices.invitation", invitation=invitation.pk)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Membership) -> None:
    """Shut the link of an invitation; nothing happens when it was withdrawn before.

    Refused once it was accepted.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if invitation.accepted_at:
        raise Refused(_("This invitation was accepted already."))
    if invitation.withdrawn_at is None:
        _withdraw(invitation, by=by)


@transaction.atomic
def accept(invitation: Invitation, *, user: User) -> Membership:
    """Give `user` a place in the practice that invited them.

    Refused when the invitation is no longer open, was sent to another address, or the person
    already works in a practice.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not invitation.is_pending:
        raise Refused(_("This invitation is no longer open. Ask for a new one."))
    if invitation.email != user.email:
        raise Refused(_("This invitation was sent to another address."))
    _refuse_second_practice(user)
    member = _seat(invitation.practice, user, invitation.role)
    invitation.accepted_at, invitation.accepted_by = clock.now(), member
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    journal.record(events.JOINED, member, by=member, invitation=invitation.pk, role=member.role)
    return member


@transaction.atomic
def accept_with_new_account(
    invitation: Invitation, *, name: str, password: str, language: str
) -> Membership:
    """Make the account, under the address the invitation went to, and accept."""
    user = accounts.register(
        email=invitation.email, password=password, name=name, language=language
    )
    return accept(invitation, user=user)


def _seat(practice: Practice, user: User, role: str) -> Membership:
    """A place in a practice, with the keys of the coach's own file and an empty profile in it."""
    member = Membership(practice=practice, user=user, role=role)
    keys.open_file(member.pk)
    member.save(force_insert=True)
    Profile(practice=practice, coach=member).save(force_insert=True)
    return member


def _withdraw(invitation: Invitation, *, by: Membership) -> None:
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    journal.record(events.WITHDRAWN, invitation, by=by)


def _refuse_second_practice(user: User) -> None:
    if Membership.objects.active().filter(user=user).exists():
        raise Refused(_("This account already belongs to a practice."))


def _named(changed: list[str]) -> dict[str, Any]:
    """Which fields changed, for the journal: their names, never what stands in them."""
    return dict.fromkeys(changed, True)


def _only(known: tuple[str, ...], facts: Mapping[str, Any]) -> dict[str, Any]:
    if strange := set(facts) - set(known):
        raise TypeError(f"no such fact: {', '.join(sorted(strange))}")
    return dict(facts)


def _assign(row: Any, facts: Mapping[str, Any]) -> list[str]:
    """Set what differs and return its names."""
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    return changed
