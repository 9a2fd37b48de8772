from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "coachpractice.signing"

    def ready(self) -> None:
        """Tell whoever verifies a file that we may know it."""
        from coachpractice.signing import public_state  # models are loaded only now

        assert public_state
