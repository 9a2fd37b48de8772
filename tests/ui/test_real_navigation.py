"""The entries the apps registered, not the samples."""

import pytest
from django.urls import reverse

from coachpractice.ui import navigation

REGISTERED = navigation.entries()


@pytest.mark.parametrize("entry", REGISTERED, ids=lambda entry: entry.url_name)
def test_every_entry_leads_to_a_page(entry, settings):
    settings.ROOT_URLCONF = "coachpractice.urls"
    assert reverse(entry.url_name)
