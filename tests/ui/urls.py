from django.urls import include, path

from tests.ui import samples

urlpatterns = [
    path("", samples.sample("today"), name="today"),
    path("clients/", samples.sample("plain"), name="clients"),
    path("clients/<int:number>/", lambda request, number: samples.sample("plain")(request)),
    path("draft/", samples.form_page, name="draft"),
    path("register/", samples.sample("register"), name="register"),
    path("team/", samples.sample("plain"), name="team"),
    path("settings/", samples.sample("plain"), name="settings"),
    path("account/", samples.sample("plain"), name="account"),
    path("log-out/", samples.sample("plain"), name="account_logout"),
    path("sign/", samples.sample("sign")),
    path("code/", samples.sample("code"), name="code"),
    path("login/", samples.sample("login")),
    path("private/", samples.private),
    path("noticed/", samples.noticed),
    path("refused/", samples.refused),
    path("forbidden/", samples.forbidden),
    path("malformed/", samples.malformed),
    path("broken/", samples.broken),
    path("english-party/", samples.for_an_english_party),
    path("", include("coachpractice.ui.urls")),
]
