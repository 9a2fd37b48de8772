"""What everyone in this house keeps to, written as tests."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from coachpractice.practices.permissions import Permission
from coachpractice.registry.doors import Door, door_of
from coachpractice.registry.records import RECORDS, Secrecy
from coachpractice.vault.fields import EncryptedField

ROOT = Path(__file__).resolve().parent.parent
OURS = ("coachpractice", "clients", "contracts", "supervision", "cpd")
LONGEST_MODULE = 340
ENCRYPTED = {Secrecy.IDENTITY, Secrecy.CONTENT, Secrecy.CONTRACT}

# Django's own tables that say nothing of a person.
SAY_NOTHING = {
    "auth.Group",
    "auth.Group_permissions",
    "auth.Permission",
    "contenttypes.ContentType",
}

# Views of installed packages, by the module they come from: their own guards were read.
INSTALLED = {
    "allauth.account.views": "the account pages: log in and out, password, address",
    "allauth.mfa.base.views": "the second factor",
    "allauth.mfa.recovery_codes.views": "recovery codes",
    "allauth.mfa.totp.views": "the second factor's secret",
    "allauth.usersessions.views": "the list of sessions",
}


# What we hold -------------------------------------------------------------------------------------


def labels() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return [model._meta.label for model in models if model._meta.label not in SAY_NOTHING]


def columns(model: str) -> set[str]:
    return {field.name for field in apps.get_model(model)._meta.concrete_fields}


def test_every_model_has_its_record():
    assert sorted(set(labels()) - set(RECORDS.names())) == []


def test_every_record_is_of_a_model():
    assert sorted(set(RECORDS.names()) - set(labels())) == []


def test_every_record_says_how_each_column_is_kept():
    differences = {
        entry.model: columns(entry.model) ^ set(entry.fields)
        for entry in RECORDS
        if entry.model in labels() and columns(entry.model) != set(entry.fields)
    }
    assert differences == {}


def test_what_a_record_calls_secret_is_encrypted_under_that_key_and_nothing_else_is():
    wrong = []
    for entry in RECORDS:
        for field in apps.get_model(entry.model)._meta.concrete_fields:
            kept = field.scope if isinstance(field, EncryptedField) else None
            said = entry.fields.get(field.name)
            if kept != (str(said) if said in ENCRYPTED else None):
                wrong.append(f"{entry.model}.{field.name}: said {said}, kept {kept}")
    assert wrong == []


def test_every_encrypted_model_has_an_id_before_it_is_saved():
    for model in apps.get_models():
        if any(isinstance(field, EncryptedField) for field in model._meta.concrete_fields):
            assert model._meta.pk.has_default(), model
            assert hasattr(model, "vault_subject"), model
            assert hasattr(model, "vault_practice"), model


# Who may come in ----------------------------------------------------------------------------------


def views(patterns: list | None = None, before: str = "") -> Iterator[tuple[str, object]]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def is_installed(view: object) -> bool:
    return not view.__module__.startswith(OURS)


def test_every_view_says_who_may_come_in():
    unmarked = [route for route, view in views() if not is_installed(view) and not door_of(view)]
    assert unmarked == []


def test_every_mark_is_one_we_know():
    kinds = {
        (door.kind, bool(door.detail)) for _, view in views() if (door := door_of(view)) is not None
    }
    assert kinds <= {
        ("public", False),
        ("account", False),
        ("member", True),
        ("link", True),
        ("reviewer", False),
    }


def test_every_right_asked_for_exists():
    asked = {
        door.detail for _, view in views() if (door := door_of(view)) and door.kind == "member"
    }
    assert asked <= set(Permission)


def test_views_of_installed_packages_are_known_by_name():
    modules = {view.__module__ for _, view in views() if is_installed(view)}
    unknown = {
        module
        for module in modules
        if not any(module == known or known.startswith(f"{module}.") for known in INSTALLED)
        and not module.startswith("django.")
    }
    assert unknown == set()


def test_the_guard_of_views_sees_an_unmarked_one():
    def unmarked(request):
        """A view somebody forgot to mark."""

    unmarked.__module__ = "contracts.views"
    assert (is_installed(unmarked), door_of(unmarked)) == (False, None)
    unmarked.door = Door("public")
    assert door_of(unmarked) == Door("public")


# How modules are written --------------------------------------------------------------------------


@cache
def modules() -> list[Path]:
    found = [path for app in OURS for path in (ROOT / app).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def is_view_module(path: Path) -> bool:
    return path.name == "views.py" or "views" in path.relative_to(ROOT).parts


def unguarded(source: str) -> list[int]:
    """Lines where a view asks for rows without saying who asks: `.objects` outside a chain of
    calls that carries `.visible_to(`."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    lines = []
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and node.attr == "objects"):
            continue
        said, chain = False, parents[node]
        while isinstance(chain, ast.Attribute | ast.Call):
            said = said or (isinstance(chain, ast.Attribute) and chain.attr == "visible_to")
            chain = parents[chain]
        if not said:
            lines.append(node.lineno)
    return lines


# Pages nobody is a member on, and how many such lines each has; what they show is said beside.
WITHOUT_MEMBER = {
    "coachpractice/signing/views/guests.py": 1,  # the holder of the link that opened the page
    "coachpractice/signing/views/verifying.py": 1,  # what a verification code makes public
}


def test_no_view_asks_for_rows_without_saying_who_asks():
    found = {
        named(path): len(lines)
        for path in modules()
        if is_view_module(path) and (lines := unguarded(path.read_text()))
    }
    assert found == WITHOUT_MEMBER


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("Client.objects.visible_to(member)", []),
        ("get_object_or_404(Client.objects.visible_to(member), pk=pk)", []),
        ("Client.objects.for_list().visible_to(member)", []),
        ("Client.objects.all()", [1]),
        ("get_object_or_404(Client.objects.for_list(), pk=pk)", [1]),
        ("x = Client.objects\nx.visible_to(member)", [1]),
        ("f(Client.objects.all(), rows.visible_to(member))", [1]),
    ],
)
def test_the_guard_of_rows_sees_what_it_must(source, lines):
    assert unguarded(source) == lines


SIGNALS = re.compile(
    r"django\.db\.models\.signals|django\.dispatch|from django\.db\.models import signals"
    r"|(pre|post)_(save|delete|init|migrate)\b|m2m_changed"
)


def test_there_are_no_model_signals():
    found = [
        f"{named(path)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if SIGNALS.search(line) and "def pre_save" not in line and ".pre_save(" not in line
    ]
    assert found == []


def test_no_module_grows_too_long():
    lengths = {named(path): len(path.read_text().splitlines()) for path in modules()}
    too_long = {name: length for name, length in lengths.items() if length > LONGEST_MODULE}
    too_long.pop("coachpractice/settings.py", None)  # one file, read from top to bottom
    assert too_long == {}


def test_there_are_no_drawers():
    drawers = {"core", "common", "utils", "helpers", "services", "misc", "base_views"}
    found = [
        named(path) for path in modules() if drawers & {path.stem, *path.parts[len(ROOT.parts) :]}
    ]
    assert found == []


def test_only_the_vault_touches_the_keyring():
    found = [
        named(path)
        for path in modules()
        if "keyring" in path.read_text()
        and re.search(r"vault\.keyring|using\(?=?.?keyring|import keyring", path.read_text())
        and not named(path).startswith(("coachpractice/vault/", "coachpractice/settings.py"))
    ]
    assert found == []


def test_time_comes_from_the_clock():
    """ruff bans the imports it can see; this sees the rest."""
    asked = re.compile(r"timezone\.(now|localdate)\(|datetime\.(now|utcnow|today)\(|date\.today\(")
    found = [
        f"{named(path)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if asked.search(line) and "noqa: TID251" not in line and path.name != "clock.py"
    ]
    assert found == []
