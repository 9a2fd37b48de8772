"""Papers to render: a contract and the code, with invented people."""

from datetime import UTC, datetime
from pathlib import Path

import yaml
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from coachpractice.documents.qr import qr_svg

AT = datetime(2026, 7, 9, 7, 53, tzinfo=UTC)
CODE = "K7QF-2M9X-T4HB"
HASH = "9f2c41d077abe3c5" * 4


def verification(**more):
    url = f"https://verifier.example/v/{CODE}"
    return {
        "code": CODE,
        "url": "verifier.example",
        "qr_svg": qr_svg(url, title="Code QR vers la page de vérification"),
        "hash": HASH,
        "journal_head": "1b60d8e2" * 8,
        **more,
    }


def contract(**more):
    """A contract of three parties, with every kind of block."""
    return {
        "language": "fr",
        "kind": "Contrat tripartite n°",
        "number": "2026-031",
        "title": "Contrat de coaching",
        "subtitle": "Dix séances d’accompagnement individuel,\n"
        "du 9 juillet 2026 au 26 février 2027",
        "author": "Hélène Aubépine",
        "foot": f"Contrat n° 2026-031, vérification {CODE}",
        "parties": [
            {
                "label": "client",
                "name": "Basile Mirabelle",
                "details": "responsable d’atelier, joint à son adresse personnelle",
            },
            {
                "label": "commanditaire",
                "name": "Verrerie de Clairnuit, SAS",
                "details": "12, quai des Souffleurs, 69999 Clairnuit ; représentée par "
                "Solange Marjolaine, directrice des ressources humaines",
            },
            {
                "label": "coach",
                "name": "Hélène Aubépine",
                "details": "entrepreneure individuelle, 3, rue du Tilleul, 69000 Lyon",
            },
        ],
        "sections": SECTIONS,
        "signatures_note": "Signature électronique simple (articles 1366 et 1367 du Code civil).",
        "signatures": [
            {
                "label": "la coach",
                "name": "Hélène Aubépine",
                "hand": "Hélène Aubépine",
                "when": "6 juillet 2026, 18 h 04",
                "how": "compte et seconde vérification",
            },
            {
                "label": "le client",
                "name": "Basile Mirabelle",
                "hand": "Basile Mirabelle",
                "when": "7 juillet 2026, 21 h 17",
                "how": "lien personnel",
            },
            {
                "label": "pour la Verrerie de Clairnuit",
                "name": "Solange Marjolaine",
                "hand": "Solange Marjolaine de La Tour",
                "when": "9 juillet 2026, 9 h 52",
                "how": "lien personnel",
            },
        ],
        "proof": {
            "title": "Comment ce contrat a été signé",
            "intro": "Chaque ligne vient du journal de signature, joint à ce fichier.",
            "caption": "Heures de Paris",
            "head": ["Quand", "Quoi"],
            "rows": [
                ["6 juillet 2026, 18 h 04", "La coach a envoyé le contrat."],
                [
                    "7 juillet 2026, 21 h 02",
                    "Le client a ouvert le contrat par son lien personnel.",
                ],
                ["7 juillet 2026, 21 h 17", "Le client a signé le texte présenté."],
            ],
        },
        "verification": verification(),
        **more,
    }


SECTIONS = [
    {
        "number": "1",
        "title": "Parties et objet",
        "blocks": [
            {
                "type": "p",
                "number": "1.1",
                "text": "Le présent contrat organise l’accompagnement professionnel de Basile "
                "Mirabelle (le client) par Hélène Aubépine (la coach), à la demande et aux frais "
                "de la Verrerie de Clairnuit (le commanditaire). Le client en est le seul "
                "bénéficiaire.",
            },
            {
                "type": "p",
                "number": "1.2",
                "text": "Les trois parties ont reçu, avant de signer, les mêmes informations.",
            },
        ],
    },
    {
        "number": "2",
        "title": "Ce qu’est le coaching",
        "blocks": [
            {
                "type": "p",
                "text": "Le coaching aide une personne à trouver ses propres réponses dans sa vie "
                "professionnelle. Il n’est ni une thérapie, ni un conseil juridique, médical ou "
                "financier, ni une évaluation du salarié. La coach s’engage sur les moyens qu’elle "
                "met en œuvre, non sur un résultat.",
            }
        ],
    },
    {
        "number": "6",
        "title": "Séances",
        "blocks": [
            {
                "type": "table",
                "number": "6.1",
                "caption": "Le programme convenu",
                "head": ["Rencontre", "Qui", "Durée", "Quand et où"],
                "rows": [
                    ["Cadrage", "à trois", "60 min", "juillet 2026, à Clairnuit"],
                    ["Dix séances", "à deux", "60 min", "toutes les trois semaines, en visio"],
                    ["Bilan final", "à trois", "60 min", "février 2027, à Clairnuit"],
                ],
            },
            {
                "type": "p",
                "number": "6.2",
                "text": "Entre deux séances, le client peut écrire à la coach ; elle répond sous "
                "deux jours ouvrés. Toute séance au-delà de dix demande un avenant.",
            },
        ],
    },
    {
        "number": "7",
        "title": "Prix et annulation",
        "blocks": [
            {
                "type": "table",
                "number": "7.1",
                "caption": "Le prix",
                "figures": True,
                "head": ["Prestation", "Hors taxes"],
                "rows": [["Dix séances", "2 400,00 €"], ["Trois bilans", "0,00 €"]],
            },
            {
                "type": "p",
                "number": "7.2",
                "text": "Une séance annulée moins de 48 heures avant son début est due, sauf "
                "maladie ou force majeure.",
            },
        ],
    },
    {
        "number": "8",
        "title": "Confidentialité",
        "blocks": [
            {
                "type": "p",
                "number": "8.1",
                "text": "La coach garde le plus strict secret sur tout ce que le client lui "
                "confie, envers le commanditaire comme envers tout tiers.",
            },
            {
                "type": "list",
                "number": "8.2",
                "text": "Ce secret ne peut être levé que dans ces cas :",
                "items": [
                    "la loi ou une décision de justice y oblige ;",
                    "le client est en danger grave et imminent ;",
                    "une autre personne l’est ;",
                    "un acte illégal grave est commis ou sur le point de l’être.",
                ],
            },
        ],
    },
]


def edition():
    """The edition of the code that this product ships."""
    folder = Path(settings.BASE_DIR, "coachpractice", "ethics", "editions")
    return yaml.safe_load((folder / "deontologie-coach-2023.fr.yaml").read_text(encoding="utf-8"))


def code(**more):
    """The code of ethics, signed."""
    shipped = edition()
    return {
        "language": "fr",
        "kind": f"Édition {shipped['edition']}",
        "title": shipped["title"],
        "subtitle": "signé par Hélène Aubépine, coach professionnelle,\nà Lyon, le 12 janvier 2026",
        "author": "Hélène Aubépine",
        "foot": f"Code de déontologie, édition 2023, vérification {CODE}",
        "chapters": shipped["chapters"],
        "closing": shipped["closing"],
        "commitment": "Je m’engage à le respecter",
        "place": "Lyon",
        "date": "12 janvier 2026, 10 h 41",
        "name": "Hélène Aubépine",
        "hand": "Hélène Aubépine",
        "verification": verification(),
        **more,
    }


def html(template, paper):
    with override(paper["language"]):
        return render_to_string(f"documents/{template}.html", {"paper": paper})
