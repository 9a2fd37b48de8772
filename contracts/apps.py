from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        """Tell whoever verifies a file that we may know it as a copy."""
        from contracts.elsewhere import public  # models are loaded only now

        assert public
