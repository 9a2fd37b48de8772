"""Every app's own urls.py and guest_urls.py, found by name; nothing is listed here."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import include, path

urlpatterns: list = []

OURS = ("coachpractice.", "clients", "contracts", "supervision", "cpd")

for config in apps.get_app_configs():
    if not config.name.startswith(OURS):
        continue
    for module in ("urls", "guest_urls"):
        name = f"{config.name}.{module}"
        if find_spec(name):
            urlpatterns.append(path("", include(name)))
