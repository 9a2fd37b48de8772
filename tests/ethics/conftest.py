import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from coachpractice.documents import seals
from coachpractice.ethics import actions, text
from coachpractice.ethics.management.commands.load_code import EDITIONS
from coachpractice.ethics.models import Adoption, Edition
from coachpractice.signing.actions.sealing import seal

SHIPPED = EDITIONS / "deontologie-coach-2023.fr.yaml"
INVENTED = Path(__file__).parent / "edition-2031.fr.yaml"


@pytest.fixture
def today_s_code() -> text.Code:
    return text.read(SHIPPED)


@pytest.fixture
def next_code() -> text.Code:
    return text.read(INVENTED)


@pytest.fixture
def edition(db: None) -> Edition:
    """The shipped edition, loaded as an installation does."""
    call_command("load_code", verbosity=0, stdout=io.StringIO())
    found = Edition.objects.current()
    assert found is not None
    return found


@pytest.fixture
def next_edition(edition: Edition, next_code: text.Code) -> Edition:
    """The invented edition that comes after."""
    return actions.load(next_code)[0]


@pytest.fixture(scope="session")
def seal_here(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Gives settings a seal of this test run's own."""
    folder = tmp_path_factory.mktemp("seal")

    def use(settings) -> None:  # type: ignore[no-untyped-def]
        settings.SEAL_FILE = folder / "seal.p12"
        settings.SEAL_ROOT_FILE = folder / "seal-root.pem"
        if not settings.SEAL_FILE.exists():
            seals.make("Coachpractice of the tests")

    return use


@pytest.fixture
def adopt(settings, seal_here) -> Callable[..., Adoption]:  # type: ignore[no-untyped-def]
    """adopt(member, edition): signed here and, unless sealed=False, sealed."""

    def sign(member, edition, *, sealed=True, place="Lyon", name="") -> Adoption:  # type: ignore[no-untyped-def]
        adoption = actions.adopt(
            by=member, edition=edition, place=place, name=name or member.user.name
        )
        if sealed:
            seal_here(settings)
            assert adoption.envelope is not None
            seal(adoption.envelope)
        return Adoption.objects.standing().get(pk=adoption.pk)

    return sign


@pytest.fixture
def pages() -> Callable[[bytes], str]:
    """The words of a PDF, white space folded."""

    def read(pdf: bytes) -> str:
        command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
        told = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
        return " ".join(told.decode().split())

    return read
