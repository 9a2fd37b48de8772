"""The field that takes a scan."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from coachpractice.documents import scans
from coachpractice.registry.errors import Refused


class ScanField(forms.FileField):
    """A PDF, PNG or JPEG, read and checked; cleans to its bytes, or to None when it is optional and
    none was chosen. What is too big is refused without being read."""

    def __init__(self, **options: Any) -> None:
        accept = ",".join(scans.SUFFIXES)
        options.setdefault("widget", forms.FileInput(attrs={"accept": accept}))
        super().__init__(allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        if upload.size > scans.MAX_BYTES:
            raise forms.ValidationError(_("This file is over 10 MB: scan it in lower quality."))
        content: bytes = upload.read()
        try:
            scans.checked(content)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return content
