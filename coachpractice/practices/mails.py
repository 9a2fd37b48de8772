from django.utils.translation import gettext_lazy as _

from coachpractice.practices import invitations
from coachpractice.practices.models import Invitation, Membership
from coachpractice.registry.mails import Letter, mail


@mail("practices.invitation")
def invitation(*, invitation: str) -> Letter | None:
    """The link by which a colleague joins; nothing once the invitation is spent or withdrawn."""
    rows = Invitation.objects.pending().select_related("practice", "invited_by__user")
    asked = rows.filter(pk=invitation).first()
    if asked is None:
        return None
    host = asked.invited_by.user
    return Letter(
        to=asked.email,
        language=asked.practice.language,
        subject=_("Join the practice"),
        template="practices/mail/invitation",
        context={
            "host": str(host),
            "practice": asked.practice.name,
            "url": invitations.address(asked),
            "until": asked.expires_at,
            "assistant": asked.role == Membership.Role.ASSISTANT,
        },
        reply_to=host.email,
        sender_name=str(host),
    )
