from django.apps import AppConfig


class KeyringConfig(AppConfig):
    name = "coachpractice.vault.keyring"
    label = "keyring"
