"""Pages of each shell with invented content, as the rooms above would write them."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.template import Context, RequestContext, Template
from django.utils.translation import get_language

from coachpractice.registry.doors import public
from coachpractice.registry.errors import Refused
from coachpractice.ui.forms import LookForm
from coachpractice.ui.language import suggest
from coachpractice.ui.navigation import Entry, Group

PAGES = Path(__file__).parent / "templates"
ENTRIES = [
    Entry("Aujourd’hui", "today", "sun", Group.EVERYDAY, 10),
    Entry("Clients", "clients", "users", Group.EVERYDAY, 20),
    Entry("Contrats", "draft", "file-signature", Group.EVERYDAY, 30),
    Entry("Registre", "register", "book-open", Group.EVERYDAY, 40),
    Entry("Mon code", "code", "pen-line", Group.PRACTICE, 10),
    Entry("Équipe", "team", "users", Group.OFFICE, 10, permission="manage-team"),
    Entry("Réglages", "settings", "sliders-horizontal", Group.OFFICE, 20),
    Entry("Mon compte", "account", "key-round", Group.ACCOUNT, 10),
]
STATES = [
    (
        "Relations avec les clients",
        [["kept"], ["kept", "missing", *["kept"] * 3, "due", "kept"], ["declared", "kept"]],
    ),
    ("Conduite", [["declared", "declared"], ["declared", "kept", "idle"]]),
    ("Excellence", [["kept", "kept"], ["due", "kept", "missing"]]),
]


class Helene:
    """A member, as the shell sees one."""

    is_authenticated = True
    language = "fr"
    timezone = "Europe/Paris"
    practice = SimpleNamespace(name="Cabinet Aubépine, Lyon")

    def __str__(self) -> str:
        return "Hélène Aubépine"

    def may(self, permission: str) -> bool:
        return permission != "manage-team"


class SampleMemberMiddleware:
    """Logs Hélène in for pages of the app; guests and readers stay nobody."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.user = request.member = Helene() if "sessionid" in request.COOKIES else None
        return self.get_response(request)


class DraftForm(LookForm):
    goal = forms.CharField(label="Ce qu’elle veut atteindre", widget=forms.Textarea({"rows": 2}))
    indicator = forms.CharField(
        label="À quoi on le verra", help_text="Un fait que l’on peut constater, avec une date."
    )
    number = forms.IntegerField(label="Séances")
    price = forms.CharField(label="Prix d’une séance")
    minutes = forms.ChoiceField(
        label="Durée d’une séance",
        choices=[("45", "45 min"), ("60", "60 min"), ("90", "90 min")],
        widget=forms.RadioSelect,
    )
    early = forms.BooleanField(
        label="Proposer de commencer avant la fin des 14 jours",
        required=False,
        help_text="La case lui sera présentée non cochée.",
    )
    mediator = forms.ChoiceField(
        label="Médiateur", choices=[("", "Choisir…"), ("t", "Médiation des Tilleuls")]
    )
    day = forms.DateField(label="Première séance", required=False)
    scan = forms.FileField(label="Contrat signé ailleurs", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "goal",
            "indicator",
            Row(Column("number", css_class="col-md-4"), Column("price", css_class="col-md-8")),
            Field("minutes", wrapper_class="chips"),
            "early",
            "mediator",
            "day",
            "scan",
        )


class CardForm(LookForm):
    clear = forms.ChoiceField(
        label="Cette partie",
        choices=[("clear", "C’est clair pour moi"), ("question", "J’ai une question")],
        widget=forms.RadioSelect,
    )


def sample(name, **more):
    """A view that shows `templates/{name}.html` of this folder."""

    @public
    def view(request):
        context = {
            "sender": {"name": "Hélène Aubépine", "line": "coach professionnelle, Lyon"},
            "states": STATES,
            "day": date(2026, 11, 1),
            "moment": datetime(2026, 11, 23, 13, 32, tzinfo=UTC),
            "card": CardForm(request.POST or None),
            **{key: value() if callable(value) else value for key, value in more.items()},
        }
        return HttpResponse(page_template(name).render(RequestContext(request, context)))

    return view


def private(request):
    return HttpResponse("dossier")


@public
def form_page(request):
    form = DraftForm(request.POST or None)
    if form.is_bound and form.is_valid():
        form.refuse(Refused("Ce contrat est déjà parti.", field="indicator"))
        form.refuse(Refused("Une partie est en train de signer."))
    context = RequestContext(request, {"form": form})
    return HttpResponse(page_template("draft").render(context))


@public
def noticed(request):
    messages.success(request, "Séance du 20 novembre consignée.")
    messages.warning(request, "L’attestation d’assurance expire dans 7 jours.")
    messages.error(request, "Le sceau n’a pas pu être posé.")
    return sample("plain")(request)


@public
def refused(request):
    raise Refused("Ce contrat est déjà signé par une partie : il ne change plus.")


@public
def forbidden(request):
    raise PermissionDenied


@public
def malformed(request):
    raise SuspiciousOperation


@public
def broken(request):
    raise RuntimeError("anything")


@public
def for_an_english_party(request):
    suggest(request, "en")
    return HttpResponse(get_language())


def page_template(name: str) -> Template:
    return Template((PAGES / f"{name}.html").read_text())


def bare(source: str, **context) -> str:
    """A template without a request."""
    return Template("{% load ui %}" + source).render(Context(context))
