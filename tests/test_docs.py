"""What the papers say of the code is so."""

import os
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DEPLOY = ROOT / "docs" / "deploy.md"
ADR = ROOT / "docs" / "adr"
INDEX = ADR / "README.md"
PAPERS = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = sorted(path for path in ADR.glob("*.md") if path != INDEX)
ONE_SCREEN = 60

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(
    r"""(?:env(?:\.\w+)?|read_or_make|environ\.get|getenv)\(\s*"([A-Z][A-Z0-9_]+)"|environ\["(\w+)"\]"""
)
# Set by the programs that start Django, never by a person.
NOBODY_SETS = {"DJANGO_SETTINGS_MODULE"}


def read(path):
    return path.read_text(encoding="utf-8")


def variables():
    """Every environment variable the product reads, wherever it does."""
    sources = [
        path
        for folder in ("coachpractice", "clients", "contracts", "supervision", "cpd")
        for path in (ROOT / folder).rglob("*.py")
    ]
    return {
        name for path in sources for pair in VARIABLE.findall(read(path)) for name in pair if name
    } - NOBODY_SETS


def anchors(path):
    """The places of a page that a link may name, as they are made from its headings."""
    titles = re.findall(r"^#+ (.+)$", re.sub(r"(?ms)^```.*?^```", "", read(path)), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower()).replace(
            " ", "-"
        )
        for title in titles
    }


def test_the_variables_are_found():
    assert {"DATABASE_URL", "COACHPRACTICE_ROOT_KEY", "TRUSTED_PROXIES", "SENTRY_DSN"} < variables()


def test_every_variable_is_explained():
    told = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", read(README) + read(DEPLOY)))
    assert sorted(variables() - told) == []


def test_every_row_of_the_variables_is_read_somewhere():
    table = read(README).split("### Variables")[1].split("\n### ")[0]
    told = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)`", table, re.MULTILINE))
    assert sorted(told - variables()) == []


def test_what_compose_asks_for_is_explained():
    asked = set(re.findall(r"\$\{([A-Z][A-Z0-9_]+)", read(ROOT / "compose.yaml")))
    told = set(re.findall(r"\b[A-Z][A-Z0-9_]{3,}\b", read(README) + read(DEPLOY)))
    assert sorted(asked - told) == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_fits_on_one_screen_and_says_what_lost(path):
    text = read(path)
    assert text.startswith(f"# {path.stem[:4]} ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Context",
        "Decision",
        "What lost",
        "Consequences",
    ]
    assert len(text.splitlines()) <= ONE_SCREEN


def test_every_decision_is_in_the_index_under_its_title():
    listed = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\) \| (.+) \|$", read(INDEX), re.MULTILINE)
    there = []
    for path in DECISIONS:
        title = read(path).splitlines()[0].removeprefix(f"# {path.stem[:4]} ")
        there.append((path.stem[:4], path.name, title))
    assert listed == there
    assert [number for number, *_ in listed] == [f"{n:04d}" for n in range(1, len(listed) + 1)]


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    broken = []
    for target in LINK.findall(CODE.sub("", read(path))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, place = unquote(target).partition("#")
        leads_to = (path.parent / file).resolve() if file else path
        if not leads_to.exists() or (place and place not in anchors(leads_to)):
            broken.append(target)
    assert broken == []


def test_the_two_commands_are_there_and_can_be_started():
    commands = re.findall(r"^(scripts/\w+)", read(README), re.MULTILINE)
    assert commands == ["scripts/run", "scripts/test"]
    for command in {*commands, *re.findall(r"`(scripts/\w+)", read(README) + read(DEPLOY))}:
        assert os.access(ROOT / command, os.X_OK), command


def test_the_options_the_readme_names_are_known():
    """Each `--option` in a line about a script stands in that script."""
    unknown = []
    for line in read(README).splitlines():
        named = re.search(r"scripts/(run|test|bench)\b", line)
        if line.startswith("| `") and named:
            script = read(ROOT / "scripts" / named[1])
            unknown += [option for option in re.findall(r"--\w+", line) if option not in script]
    assert unknown == []


def test_every_management_command_the_papers_name_exists():
    ours = {path.stem for path in ROOT.glob("*/**/management/commands/*.py")}
    named = {name for path in PAPERS for name in re.findall(r"manage\.py (\w+)", read(path))}
    assert sorted(named - ours - {"check", "migrate", "shell"}) == []


def test_the_examples_of_configuration_can_be_read():
    for text in re.findall(r"^```yaml\n(.*?)^```", read(DEPLOY), re.MULTILINE | re.DOTALL):
        assert set(yaml.safe_load(text)["services"]) <= set(
            yaml.safe_load(read(ROOT / "compose.yaml"))["services"]
        )


def test_every_room_and_every_socket_is_named():
    text = read(README)
    apps = {path.parent.name for path in ROOT.glob("coachpractice/*/apps.py")}
    sockets = {path.name for path in ROOT.glob("coachpractice/registry/[a-z]*.py")} & {
        path.name for path in ROOT.glob("contracts/*.py")
    }
    sockets -= {"apps.py"}
    assert len(sockets) > 6
    named = set(re.findall(r"`(?:coachpractice/)?([\w.]+)`", text))
    assert sorted((apps | sockets) - named) == []


def test_the_bench_has_its_place():
    text = read(README)
    assert text.count("<!-- bench -->") == text.count("<!-- /bench -->") == 1
    assert text.index("<!-- bench -->") < text.index("<!-- /bench -->")


def test_the_papers_speak_of_the_product_alone():
    """No place on anybody's machine, nothing of how it is made."""
    places = re.compile(r"(?<!\w)/(?:home|root)\b|\bissue #?\d|\bTODO\b|\bFIXME\b")
    found = [(path.name, hit) for path in PAPERS for hit in places.findall(read(path))]
    assert found == []
