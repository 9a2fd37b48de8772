"""How an action says no."""

from collections.abc import Mapping

from django.utils.functional import Promise


class Refused(Exception):
    """An action does not do what was asked, and says why to the person who asked.

    `message` is a sentence for that person. `field` names the form field it belongs to, if any;
    `fields` gives a sentence for each of several fields.
    """

    def __init__(
        self,
        message: str | Promise,
        field: str | None = None,
        fields: Mapping[str, str | Promise] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})
        if field:
            self.fields.setdefault(field, message)

    def __str__(self) -> str:
        return str(self.message)
