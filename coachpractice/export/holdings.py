"""Which rows are a coach's own, for every model we keep a record of.

A row belongs to the coach whom the nearest column named `coach` names, found along its foreign
keys; where there is none, to the member it must have. What is somebody's in another way is said
here, and what is left out, with the reason. A test holds every record against this.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coachpractice.practices.models import Membership
from coachpractice.registry.records import RECORDS, Record
from coachpractice.vault.models import StoredFile

Own = Callable[[Membership], Q]

_SECRET: str | Promise = _("what opens the account or the files: of use to nobody but the product")
_MACHINE: str | Promise = _("the product’s own notes of its work: numbers and moments")
_PUBLIC: str | Promise = _("published, and the same for everybody")
_INSIDE: str | Promise = _("the documents themselves are in the folder of documents")

OTHERWISE: dict[str, Own] = {
    "practices.Practice": lambda coach: Q(pk=coach.practice_id),
    "practices.Membership": lambda coach: Q(pk=coach.pk),
    "practices.Invitation": lambda coach: Q(invited_by=coach.pk),
    "accounts.User": lambda coach: Q(pk=coach.user_id),
    "audit.Entry": lambda coach: Q(stream=coach.practice_id, actor=coach.pk),
    "usersessions.UserSession": lambda coach: Q(user=coach.user_id),
}
LEFT_OUT: dict[str, str | Promise] = {
    "keyring.Key": _SECRET,
    "mfa.Authenticator": _SECRET,
    "sessions.Session": _SECRET,
    "links.Link": _SECRET,
    "accounts.SignUpRequest": _MACHINE,
    "account.EmailAddress": _MACHINE,
    "account.EmailConfirmation": _MACHINE,
    "audit.Stream": _MACHINE,
    "audit.ChainedEntry": _MACHINE,
    "jobs.Job": _MACHINE,
    "mail.OutboxMail": _MACHINE,
    "export.Export": _MACHINE,
    "reminders.Sweep": _MACHINE,
    "ethics.Edition": _PUBLIC,
    "vault.StoredFile": _INSIDE,
}
HIDDEN = {"accounts.User": {"password"}, "usersessions.UserSession": {"session_key", "data"}}


def holdings(coach: Membership) -> Iterator[tuple[Record, models.QuerySet]]:
    """Each record this coach has rows in, or could have, with those rows opened."""
    for record in RECORDS:
        rows = rows_of(record.model, coach)
        if rows is not None:
            yield record, rows


def rows_of(label: str, coach: Membership) -> Any:
    """The rows of a model that are this coach's; None for what is left out."""
    if label in LEFT_OUT:
        return None
    model: Any = apps.get_model(label)
    rows = model._default_manager.all()
    if label in OTHERWISE:
        rows = rows.filter(OTHERWISE[label](coach))
    else:
        way = way_to_coach(model)
        if way is None:
            return None
        rows = rows.filter(**{way: coach.pk})
        if before := way.rpartition("__")[0]:
            rows = rows.select_related(before)
    return rows.unlocked() if hasattr(rows, "unlocked") else rows


def way_to_coach(model: type[models.Model]) -> str | None:
    """The shortest way along foreign keys to a column named `coach`; else the member a row must
    have; None where neither is."""
    return _nearest(model) or _member(model)


def _nearest(model: type[models.Model]) -> str | None:
    seen, near = {model}, [("", model)]
    while near:
        further = []
        for way, each in near:
            for field in sorted(_keys(each), key=lambda field: field.null):
                if field.name == "coach" and field.related_model is Membership:
                    return f"{way}coach"
                if field.related_model not in seen and field.related_model is not Membership:
                    seen.add(field.related_model)
                    further.append((f"{way}{field.name}__", field.related_model))
        near = further
    return None


def _member(model: type[models.Model]) -> str | None:
    fields = {field.name: field for field in _keys(model)}
    member = fields.get("member")
    found = member and member.related_model is Membership and not member.null
    return "member" if found else None


def _keys(model: Any) -> list[Any]:
    """Its foreign keys, but those to files, which say nothing of whose they are."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is not StoredFile
    ]
