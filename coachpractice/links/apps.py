from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "coachpractice.links"
