"""What a coach has on file, by the product's own action."""

from datetime import date

from cpd import actions
from cpd.models import BodyMembership, InsurancePolicy, Qualification
from tests.scans import PDF

TODAY = date(2026, 11, 23)

FACTS = {
    InsurancePolicy: {
        "insurer": "Mutuelle des Sept Rives",
        "number": "77-204-118",
        "countries": ["FR"],
        "since": date(2026, 1, 1),
        "until": date(2027, 12, 31),
    },
    BodyMembership: {
        "body": "EMCC France",
        "level": "membre",
        "since": date(2024, 2, 1),
        "until": date(2027, 12, 31),
    },
    Qualification: {
        "name": "Praticienne certifiée",
        "awarded_by": "École des Collines",
        "since": date(2019, 6, 30),
        "until": date(2027, 12, 31),
    },
}


def on_file(model, by, *, proof=PDF, **facts):
    return actions.add(model, by=by, proof=proof, **{**FACTS[model], **facts})


def insured(by, **facts):
    return on_file(InsurancePolicy, by, **facts)


def member_of(by, **facts):
    return on_file(BodyMembership, by, **facts)


def qualified(by, **facts):
    return on_file(Qualification, by, **facts)
