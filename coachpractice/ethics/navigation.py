from django.utils.translation import gettext_lazy as _

from coachpractice.practices.permissions import Permission
from coachpractice.ui.navigation import Entry, Group, register

register(
    Entry(
        _("Register"), "ethics:register", "book-open", Group.EVERYDAY, 40, Permission.SEE_REGISTER
    )
)
register(
    Entry(_("My code"), "ethics:mine", "scroll-text", Group.PRACTICE, 10, Permission.SIGN_THE_CODE)
)
