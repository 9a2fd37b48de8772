"""What a link to sign opens, and the page anyone may use to check a document."""

from django.urls import path

from coachpractice.signing.views import doors, guests, verifying

app_name = "signing"
urlpatterns = [
    path("s/", guests.read, name="read"),
    path("s/part/<slug:key>/", guests.card, name="card"),
    path("s/questions/<uuid:pk>/close/", guests.close_question, name="close-question"),
    path("s/choices/", guests.choose, name="choose"),
    path("s/review/", guests.review, name="review"),
    path("s/decline/", guests.decline, name="decline"),
    path("s/code/", doors.code, name="code"),
    path("s/pass-on/", doors.pass_on, name="pass-on"),
    path("s/done/", guests.done, name="done"),
    path("s/document.pdf", guests.document, name="document"),
    path("v/", verifying.verify, name="verify"),
    path("v/file/", verifying.verify_file, name="verify-file"),
    path("v/seal-root.pem", verifying.seal_root, name="seal-root"),
    path("v/<str:code>/", verifying.verify_code, name="verify-code"),
]
