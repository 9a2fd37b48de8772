from types import SimpleNamespace

import pytest
from django.test import override_settings

from coachpractice.documents import sealing, seals

from . import samples

EVIDENCE = b'{"events":[]}'


@pytest.fixture(scope="session")
def seal_files(tmp_path_factory):
    """A seal of our own for the whole session."""
    folder = tmp_path_factory.mktemp("seal")
    return {"SEAL_FILE": folder / "seal.p12", "SEAL_ROOT_FILE": folder / "seal-root.pem"}


@pytest.fixture(scope="session")
def papers(seal_files):
    """A contract and the code as they leave the house, and what was presented before."""
    with override_settings(**seal_files, SEAL_PASSWORD="word", TSA_URL=""):
        seals.make("Cabinet d’exemple")
        unsigned = samples.contract(signatures=[], proof=None, verification=None)
        presented = sealing.prepared(samples.html("contract", unsigned), at=samples.AT)
        return SimpleNamespace(
            presented=presented,
            contract=_sealed("contract", samples.contract(), presented),
            code=_sealed("code", samples.code(), presented),
        )


def _sealed(template, paper, presented):
    final = sealing.assemble(
        samples.html(template, paper), presented=presented, evidence=EVIDENCE, at=samples.AT
    )
    return sealing.seal(final, reason="Intégrité")


@pytest.fixture(autouse=True)
def installation(papers, seal_files, settings):
    """Each test runs on the installation that sealed the papers."""
    settings.SEAL_FILE = seal_files["SEAL_FILE"]
    settings.SEAL_ROOT_FILE = seal_files["SEAL_ROOT_FILE"]
    settings.SEAL_PASSWORD = "word"
    settings.TSA_URL = ""
    return settings


@pytest.fixture(params=["contract", "code"])
def paper(request, papers):
    return getattr(papers, request.param)
