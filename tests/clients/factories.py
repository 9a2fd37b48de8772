"""Clients, by the app's own action: a row of a file comes with the file's keys."""

import factory

from clients import actions
from clients.models import Client


class ClientFactory(factory.Factory):
    """A client of the coach `by`, with everything settled beforehand."""

    class Meta:
        model = Client

    name = factory.Sequence(lambda n: f"Cliente {n} Mirabelle")
    email = factory.Sequence(lambda n: f"cliente{n}@example.org")
    language = "fr"
    adult = True
    ties = "none"
    fit = "within"
    others = "none"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return actions.add(**kwargs)
