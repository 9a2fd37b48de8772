"""Who the people of the example are, and what they agree on: the words of the stories."""

from typing import Any

Facts = dict[str, Any]

# What a coach asks of whoever becomes a client.
ASKED: Facts = {"ties": "none", "fit": "within", "others": "none"}
ADULT: Facts = {"adult": True, **ASKED}

BASILE: Facts = {
    "sessions_count": 8,
    "session_minutes": 60,
    "fee_per_session_cents": 12_000,
    "place": "en visio",
    "rhythm": "à peu près toutes les trois semaines",
    "client_expectations": "Conduire les entretiens annuels de son équipe sans y laisser ses "
    "soirées.",
    "objectives": [
        {
            "text": "Tenir les neuf entretiens à temps",
            "indicator": "neuf entretiens tenus avant le 15 février",
        }
    ],
}

ROWAN: Facts = {
    "fee_per_session_cents": 13_000,
    "rhythm": "about once a month",
    "client_expectations": "To settle into a first post as head of a studio.",
    "objectives": [
        {
            "text": "Hand over the drawings of two projects",
            "indicator": "two colleagues run them alone by the autumn",
        }
    ],
}

CURATOR: Facts = {
    "kind": "curator",
    "name": "Agathe Lierre",
    "email": "agathe@lierre.example",
    "phone": "01 99 00 00 12",
    "authority": "Jugement de curatelle simple, tribunal de Clairnuit",
}
# How one will see that the objective is met is still to be written, and what the curator is told.
AWA: Facts = {
    "sessions_count": 6,
    "session_minutes": 45,
    "fee_per_session_cents": 7_000,
    "place": "au cabinet",
    "rhythm": "toutes les deux semaines",
    "client_expectations": "Reprendre une activité à son rythme, trois matinées par semaine.",
    "objectives": [{"text": "Choisir entre deux ateliers", "indicator": ""}],
}

LINOTTE: Facts = {
    "both_parents": True,
    "sessions_count": 6,
    "session_minutes": 45,
    "fee_per_session_cents": 8_000,
    "place": "au cabinet",
    "rhythm": "un mercredi sur deux",
    "client_expectations": "Oser prendre la parole devant la classe.",
    "objectives": [
        {
            "text": "Présenter un exposé sans le lire",
            "indicator": "un exposé présenté avant les vacances",
        }
    ],
}
PARENTS_LEARN = "les dates des séances\u00a0; le reste, Linotte le raconte si elle le veut"

GLASSWORKS: Facts = {
    "name": "Verrerie du Loriot",
    "address": "1, rue du Four\n69000 Lyon",
    "registration": "SIREN 111 111 111",
}
OF_THE_GLASSWORKS: tuple[Facts, ...] = (
    {
        "name": "Aymar Réséda",
        "email": "aymar@loriot.example",
        "function": "directeur des ressources humaines",
        "signs": True,
        "attends": True,
    },
    {
        "name": "Colombe Verdier",
        "email": "comptabilite@loriot.example",
        "function": "comptable",
        "pays": True,
    },
)
SAMIR: Facts = {
    "sessions_count": 8,
    "session_minutes": 90,
    "fee_per_session_cents": 18_000,
    "place": "au cabinet",
    "rhythm": "toutes les trois semaines",
    "client_expectations": "Prendre la parole en réunion sans préparer chaque mot.",
    "sponsor_expectations": "Que les réunions de l’atelier durent moins longtemps.",
    "meeting_mid": True,
    "objectives": [
        {
            "text": "Conduire la réunion du lundi en trente minutes",
            "indicator": "quatre lundis de suite",
            "shared": True,
        },
        {
            "text": "Choisir de rester ou non à ce poste",
            "indicator": "une décision avant l’été",
            "shared": False,
        },
    ],
}

COOPERATIVE: Facts = {
    "name": "Coopérative de la Huppe",
    "address": "14, chemin des Roselières\n69000 Lyon",
    "registration": "SIREN 222 222 222",
}
OF_THE_COOPERATIVE: tuple[Facts, ...] = (
    {
        "name": "Florian Busard",
        "email": "busard@huppe.example",
        "function": "directeur",
        "signs": True,
        "pays": True,
    },
    {
        "name": "Élodie Sarcelle",
        "email": "sarcelle@huppe.example",
        "function": "ressources humaines",
        "attends": True,
    },
)
MEMBERS: tuple[Facts, ...] = (
    {"name": "Clément Grèbe", "email": "grebe@huppe.example"},
    {"name": "Ysé Bruant", "email": "bruant@huppe.example"},
    {"name": "Oriane Pinson", "email": "pinson@huppe.example"},
)
TEAM: Facts = {
    "sessions_count": 5,
    "session_minutes": 120,
    "place": "à la coopérative",
    "rhythm": "une fois par mois",
    "client_expectations": "Se répartir les tournées sans que cela finisse en dispute.",
    "sponsor_expectations": "Une équipe qui règle ses tournées elle-même.",
    "objectives": [
        {
            "text": "Écrire ensemble la règle des tournées",
            "indicator": "une règle affichée et suivie pendant un mois",
        }
    ],
}
QUESTION = "Si je dis non à la supervision, est-ce que les autres membres le sauront\u00a0?"

INTERPRETER: Facts = {
    "name": "Ismaël Sureau",
    "email": "ismael@sureau.example",
    "address": "22, montée des Genêts\n69000 Lyon",
    "purpose": "l’interprétation en langue des signes de séances de coaching",
}
MEETINGS_OF_THE_TEAM = "les points communs de l’accompagnement de l’équipe du Martin-pêcheur"
