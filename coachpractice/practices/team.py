"""Who works in a practice: invite and join, let an assistant help, end a place."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from coachpractice import clock
from coachpractice.accounts import actions as accounts
from coachpractice.accounts import sessions
from coachpractice.accounts.models import User
from coachpractice.audit import journal
from coachpractice.mail import actions as mail
from coachpractice.practices import events
from coachpractice.practices.models import Assistance, Invitation, Membership, Practice, Profile
from coachpractice.registry.errors import Refused
from coachpractice.vault import keys

INVITATION_LIFE = timedelta(days=14)


def seat(practice: Practice, user: User, role: str) -> Membership:
    """A place in a practice, with the keys of the member's own file and an empty profile in it.

    Whoever worked here before finds their place, and their clients, as they left them.
    """
    left = Membership.objects.of_practice(practice.pk).filter(user=user).exclude(left_at=None)
    if member := left.select_for_update(of=("self",)).order_by("-left_at").first():
        member.role, member.left_at = role, None
        member.save(update_fields=["role", "left_at"])
        return member
    member = Membership(practice=practice, user=user, role=role)
    keys.open_file(member.pk)
    member.save(force_insert=True)
    Profile(practice=practice, coach=member).save(force_insert=True)
    return member


def refuse_second_practice(user: User) -> None:
    if Membership.objects.active().filter(user=user).exists():
        raise Refused(_("This account already belongs to a practice."))


@transaction.atomic
def invite(*, email: str, by: Membership, role: str = Membership.Role.COACH) -> Invitation:
    """Ask somebody by mail to join the practice. Asked again, the older invitation is renewed.

    Refused when the address already belongs to a member. An assistant helps whoever invites them;
    other coaches let them in for themselves.
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
    refuse_second_practice(user)
    member = seat(invitation.practice, user, invitation.role)
    if member.is_assistant and _still_coaches(invitation.invited_by):
        let_help(member, by=invitation.invited_by)
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


@transaction.atomic
def let_help(assistant: Membership, *, by: Membership) -> None:
    """Show an assistant of the practice with whom, when and for how much the coach `by` works."""
    if not assistant.is_assistant or assistant.left_at or assistant.practice_id != by.practice_id:
        raise Refused(_("This person is no assistant of the practice."))
    row, new = Assistance.objects.get_or_create(
        assistant=assistant, coach=by, defaults={"practice": by.practice}
    )
    if new:
        journal.record(events.HELP_GIVEN, row, by=by, assistant=assistant.pk)


@transaction.atomic
def end_help(assistant: Membership, *, by: Membership) -> None:
    """Shut the files of the coach `by` to an assistant; nothing happens when they were shut."""
    rows = Assistance.objects.of_practice(by.practice_id).filter(assistant=assistant, coach=by)
    for row in rows.select_for_update(of=("self",)):
        journal.record(events.HELP_ENDED, row, by=by, assistant=assistant.pk)
        row.delete()


@transaction.atomic
def end(member: Membership, *, by: Membership) -> None:
    """End somebody's place in the practice: they are logged out, and nothing here opens for them.

    Their clients stay theirs: nobody else reads the files, and links that were sent still open.
    Refused for the last owner. Repeated, nothing happens.
    """
    everybody = Membership.objects.of_practice(by.practice_id).active()
    # All of them, in one order: of two owners who end each other's place, one stays.
    locked = {each.pk: each for each in everybody.select_for_update(of=("self",)).order_by("pk")}
    if (found := locked.get(member.pk)) is None:
        return
    owners = [each for each in locked.values() if each.role == Membership.Role.OWNER]
    if owners == [found]:
        raise Refused(_("A practice keeps at least one owner: invite another one first."))
    found.left_at = clock.now()
    found.save(update_fields=["left_at"])
    for row in Assistance.objects.of_practice(by.practice_id).select_for_update(of=("self",)):
        if found.pk in (row.assistant_id, row.coach_id):
            row.delete()
    asked = Invitation.objects.of_practice(by.practice_id).pending().select_for_update(of=("self",))
    for invitation in asked.filter(invited_by=found):
        _withdraw(invitation, by=by)
    journal.record(events.LEFT, found, by=by, role=found.role)
    sessions.close_others(found.user, but=None)


def _still_coaches(member: Membership) -> bool:
    return member.left_at is None and not member.is_assistant


def _withdraw(invitation: Invitation, *, by: Membership) -> None:
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    journal.record(events.WITHDRAWN, invitation, by=by)
