"""The recipe in the docs works as it stands there, with nothing of ours."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from coachpractice.documents import seals

from . import forgeries

RECIPE = Path(settings.BASE_DIR, "docs", "verify-offline.md")


def follow(folder, pdf):
    (folder / "paper.pdf").write_bytes(pdf)
    (folder / "seal-root.pem").write_bytes(Path(settings.SEAL_ROOT_FILE).read_bytes())
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", RECIPE.read_text(), re.DOTALL))
    return subprocess.run(
        ["sh", "-eu"], input=commands, cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_recipe_accepts_a_sealed_paper(papers, tmp_path):
    done = follow(tmp_path, papers.contract)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("CMS Verification successful") == 1
    assert done.stdout.count("Total document signed") == 1
    assert seals.fingerprint(seals.root_certificate()) in done.stdout
    assert (tmp_path / "presented.pdf").read_bytes() == papers.presented


@pytest.mark.parametrize("forge", forgeries.ALL, ids=lambda forge: forge.__name__)
def test_the_recipe_refuses_each_forgery(forge, papers, tmp_path):
    assert follow(tmp_path, forge(papers.contract)).returncode != 0


def test_the_recipe_refuses_the_seal_of_somebody_else(papers, tmp_path, settings):
    settings.SEAL_FILE = tmp_path / "seal.p12"
    settings.SEAL_ROOT_FILE = tmp_path / "other-root.pem"
    seals.make("Cabinet d’exemple")
    assert follow(tmp_path, papers.contract).returncode != 0
