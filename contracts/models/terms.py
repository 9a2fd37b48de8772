"""What the two sides choose for one contract: who reports, who signs first, what opens a link."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reporting(models.TextChoices):
    """Who says something to the sponsor; the coach only what the client read and released."""

    NOBODY = "nobody", _("Nobody")
    CLIENT = "client", _("The client, if they wish")
    MEETING = "meeting", _("The client, at a meeting of three")
    COACH = "coach", _("The coach, once the client released it")


class SigningOrder(models.TextChoices):
    TOGETHER = "together", _("All at once")
    CLIENT_FIRST = "client-first", _("The client first, then the organisation")
    SPONSOR_FIRST = "sponsor-first", _("The organisation first, then the client")


class AsksCode(models.TextChoices):
    NONE = "", _("The link is enough")
    MAIL = "mail", _("A code by e-mail as well")
    AGREED = "agreed", _("A word you agreed with them")
