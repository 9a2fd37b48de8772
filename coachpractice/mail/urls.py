from django.urls import path

from coachpractice.mail import views

app_name = "mail"
urlpatterns = [
    path("outbox/", views.mailbox, name="outbox"),
    path("outbox/<slug:name>/", views.letter, name="letter"),
    path("outbox/<slug:name>/html", views.letter_html, name="letter-html"),
    path("outbox/<slug:name>/<int:number>", views.attachment, name="attachment"),
]
