from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """These tests read sentences, in the language the code has them in."""
    with translation.override("en"):
        yield
