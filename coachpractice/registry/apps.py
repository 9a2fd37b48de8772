from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

SOCKETS = (
    "events",
    "records",
    "evidence",
    "agreements",
    "quotes",
    "dossier",
    "finding",
    "sheets",
    "reminders",
    "tasks",
    "mails",
    "demo",
    "navigation",
    "purposes",
)


class RegistryConfig(AppConfig):
    name = "coachpractice.registry"

    def ready(self) -> None:
        """Read every app's answers, once all models are loaded."""
        autodiscover_modules(*SOCKETS)
