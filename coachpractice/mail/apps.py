from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "coachpractice.mail"
