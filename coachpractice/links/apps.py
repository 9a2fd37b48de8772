from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LinksConfig(AppConfig):
    name = "coachpractice.links"

    def ready(self) -> None:
        """Read what the rooms above use links for."""
        autodiscover_modules("purposes")
