import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coachpractice.documents import scans
from coachpractice.documents.fields import ScanField
from coachpractice.registry.errors import Refused
from tests.scans import JPEG, LOCKED_PDF, NO_PDF, NO_PNG, PDF, PNG, ZIP

REFUSED = [
    (ZIP, "This file is not a PDF, a PNG or a JPEG."),
    (b"", "This file is not a PDF, a PNG or a JPEG."),
    (b"<html>%PDF-1.7", "This file is not a PDF, a PNG or a JPEG."),
    (NO_PDF, "This file calls itself a PDF and does not open: scan it again."),
    (b"%PDF-", "This file calls itself a PDF and does not open: scan it again."),
    (NO_PNG, "This picture does not open: scan the paper again."),
    (JPEG[:10], "This picture does not open: scan the paper again."),
    (
        LOCKED_PDF,
        "This PDF is protected by a password: save a copy without one, and choose that.",
    ),
    (
        PDF + b"0" * scans.MAX_BYTES,
        "This file is over 10 MB: scan it in lower quality.",
    ),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _english():
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
)
def test_a_scan_is_known_by_its_content(content, kind):
    assert scans.checked(content) == kind
    named = SimpleUploadedFile("scan.exe", content, content_type="text/html")
    assert ScanField().clean(named) == content


@pytest.mark.parametrize(("content", "words"), REFUSED)
def test_what_is_no_scan_is_refused_in_words(content, words):
    with pytest.raises(Refused) as refusal:
        scans.checked(content, field="proof")
    assert refusal.value.fields == {"proof": words}


@pytest.mark.parametrize(("content", "words"), REFUSED)
def test_a_form_says_the_same_words(content, words):
    from django.core.exceptions import ValidationError

    named = SimpleUploadedFile("attestation.pdf", content, content_type="application/pdf")
    with pytest.raises(ValidationError) as fault:
        ScanField().clean(named)
    assert fault.value.messages == [words]


def test_a_file_of_80_mb_is_refused_unread():
    class Huge(SimpleUploadedFile):
        def read(self, *args):
            raise AssertionError("it was read")

    huge = Huge("scan.pdf", b"x")
    huge.size = 80 * 1024 * 1024
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="over 10 MB"):
        ScanField().clean(huge)


def test_a_scan_that_may_be_left_out_is_none():
    assert ScanField(required=False).clean(None) is None
