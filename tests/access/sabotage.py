"""Guards taken away one by one, and the test that must turn red for each.

A sabotage is a change of one or more lines, written as it would stand in a diff. A line that is no
longer there fails, so the list cannot grow old unseen. Played by test_sabotage.py.
"""

import inspect
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

PLAYED = "tests/access/test_table.py::test_{}_answers_as_written_and_changes_nothing{}[{}]"


def looking(url: str) -> str:
    return PLAYED.format("looking", "", url)


ATTACKS = "tests/access/test_attacks.py::"


@dataclass(frozen=True)
class Sabotage:
    """`edits` are (function, line as it is, line as it becomes); `red` is the test that sees it.
    `from_setup`: the fixtures of that test work with the guard gone too."""

    what: str
    edits: tuple[tuple[str, str, str], ...]
    red: str
    from_setup: bool = False


LIST = (
    Sabotage(
        "everybody sees the rows of every practice and coach",
        (
            (
                "coachpractice.practices.querysets:PracticeQuerySet.visible_to",
                "rows = self.filter(practice=member.practice_id)",
                "return self.all()",
            ),
        ),
        looking("clients:page"),
    ),
    Sabotage(
        "a coach sees the rows of colleagues",
        (
            (
                "coachpractice.practices.querysets:PracticeQuerySet.visible_to",
                'return rows.filter(coach=member.pk) if "coach" in fields else rows',
                "return rows",
            ),
        ),
        looking("contracts:page"),
    ),
    Sabotage(
        "a question is answered by a colleague",
        (
            (
                "coachpractice.signing.models.answers:OfPartyQuerySet.visible_to",
                ", party__envelope__coach=member.pk",
                "",
            ),
        ),
        looking("envelopes:question"),
    ),
    Sabotage(
        "a role may do everything",
        (
            (
                "coachpractice.practices.models:Membership.may",
                "return permission in ROLES[self.role]",
                "return True",
            ),
        ),
        looking("practices:team"),
    ),
    Sabotage(
        "nobody needs to log in",
        (
            (
                "django.contrib.auth.middleware:LoginRequiredMiddleware.process_view",
                "return self.handle_no_permission(request, view_func)",
                "return None",
            ),
        ),
        looking("ethics:mine"),
    ),
    Sabotage(
        "a link opens the pages of every purpose",
        (("coachpractice.links.access:entered", ", purpose=purpose", ""),),
        ATTACKS + "test_a_link_for_one_purpose_opens_no_page_of_another",
    ),
    Sabotage(
        "a closed link stays open for whoever is inside",
        (("coachpractice.links.access:entered", " or link.closed_at", ""),),
        ATTACKS + "test_whoever_is_inside_is_out_once_the_link_is_closed",
    ),
    Sabotage(
        "the generation of a token is not compared",
        (("coachpractice.links.tokens:generation", "return candidate", "return newest"),),
        looking("links:land, replaced"),
    ),
    Sabotage(
        "the signature of a token is not compared",
        (
            (
                "coachpractice.links.tokens:generation",
                "if hmac.compare_digest(given, wanted):",
                "if True:",
            ),
        ),
        looking("links:land, unknown"),
    ),
    Sabotage(
        "what was shown is not compared with what is signed",
        (
            (
                "coachpractice.signing.actions.concluding:sign",
                "if shown_sha256 != envelope.text_sha256:",
                "if False:",
            ),
        ),
        "tests/signing/test_ceremony.py::test_what_was_not_shown_cannot_be_signed",
    ),
    Sabotage(
        "whoever has signed signs again: neither lock, turn nor conditional update",
        (
            (
                "coachpractice.signing.actions.reading:lock_open",
                "if party.signed_at:",
                "if False:",
            ),
            (
                "coachpractice.signing.actions.concluding:sign",
                "if party.pk not in {each.pk for each in envelope.next_parties()}:",
                "if False:",
            ),
            (
                "coachpractice.signing.actions.concluding:sign",
                "pk=party.pk, signed_at=None, declined_at=None",
                "pk=party.pk",
            ),
        ),
        ATTACKS + "test_of_two_signatures_of_one_person_one_counts",
    ),
    Sabotage(
        "forms need no token against forgery",
        (
            (
                "django.middleware.csrf:CsrfViewMiddleware.process_view",
                'if getattr(callback, "csrf_exempt", False):',
                "if True:",
            ),
        ),
        ATTACKS + "test_nothing_is_done_without_the_token_against_forgery[clients:add]",
    ),
    Sabotage(
        "a text is not bound to its practice",
        (("coachpractice.vault.fields:EncryptedField.place", ", instance.vault_practice", ""),),
        "tests/vault/test_fields.py::test_a_row_moved_to_another_practice_does_not_open",
        from_setup=True,
    ),
    Sabotage(
        "a session is closed by anybody who knows its number",
        (("coachpractice.accounts.sessions:close", "user=user, pk=session", "pk=session"),),
        ATTACKS + "test_nobody_closes_the_session_of_another",
    ),
    Sabotage(
        "what is encrypted stands in clear",
        (
            (
                "coachpractice.vault.box:encrypt",
                "AESGCM(key).encrypt(nonce, plain, VERSION + place)",
                "plain + bytes(16)",
            ),
            (
                "coachpractice.vault.box:decrypt",
                "return AESGCM(key).decrypt(blob[1:13], blob[13:], VERSION + place)",
                "return blob[13:-16]",
            ),
        ),
        "tests/access/test_canary.py::test_no_store_holds_a_word_about_a_client",
        from_setup=True,
    ),
)


@contextmanager
def applied(sabotage: Sabotage) -> Iterator[None]:
    """The edits stand while this lasts."""
    undo = []
    try:
        for path, old, new in sabotage.edits:
            undo += _edit(path, old, new)
        yield
    finally:
        for holder, name, was in reversed(undo):
            setattr(holder, name, was)


_sources: dict[Any, str] = {}  # of what was made here, which inspect does not find


def _edit(path: str, old: str, new: str) -> list[tuple[Any, str, Any]]:
    """Make the function anew with the line changed, and put it wherever the old one was known."""
    module_name, _, qualified = path.partition(":")
    module = import_module(module_name)
    *classes, name = qualified.split(".")
    holder = module
    for each in classes:
        holder = getattr(holder, each)
    was = vars(holder)[name]
    source = _sources.get(was) or textwrap.dedent(inspect.getsource(was))
    assert old in source, f"{path} has no {old!r} any more"
    changed = source.replace(old, new)
    made: dict[str, Any] = {}
    exec(compile(changed, f"<{path}, sabotaged>", "exec"), vars(module), made)
    _sources[made[name]] = changed
    known = [(holder, name)] if classes else _importers(was)
    for place, known_as in known:
        setattr(place, known_as, made[name])
    return [(place, known_as, was) for place, known_as in known]


def _importers(function: Any) -> list[tuple[Any, str]]:
    return [
        (module, name)
        for module in list(sys.modules.values())
        if hasattr(module, "__dict__")
        for name, value in list(vars(module).items())
        if value is function
    ]
