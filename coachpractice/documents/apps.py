from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "coachpractice.documents"

    def ready(self) -> None:
        from coachpractice.documents import checks  # noqa: F401  (registers itself)
