from django.urls import path

from coachpractice.signing.views import envelopes

app_name = "envelopes"
urlpatterns = [
    path("envelopes/<uuid:pk>/sign/", envelopes.countersign, name="countersign"),
    path("envelopes/<uuid:pk>/take-back/", envelopes.take_back, name="take-back"),
    path("envelopes/<uuid:pk>/recall/", envelopes.recall, name="recall"),
    path("envelopes/<uuid:pk>/send-now/", envelopes.send_now, name="send-now"),
    path("envelopes/<uuid:pk>/seal/", envelopes.seal_again, name="seal-again"),
    path("envelopes/<uuid:pk>/document.pdf", envelopes.document, name="envelope-document"),
    path("parties/<uuid:pk>/invite/", envelopes.invite_again, name="invite-again"),
    path("parties/<uuid:pk>/correct/", envelopes.correct, name="correct"),
    path("parties/<uuid:pk>/document.pdf", envelopes.party_document, name="party-document"),
    path("questions/<uuid:pk>/", envelopes.question, name="question"),
    path("questions/<uuid:pk>/aloud/", envelopes.question_aloud, name="question-aloud"),
    path("points/<uuid:pk>/talked-over/", envelopes.talked_over, name="talked-over"),
]
