from django.urls import include, path

from coachpractice.practices import joining, views

own = [
    path("start/", views.start, name="first-run"),
    path("join/<str:token>/", joining.join, name="join"),
    path("settings/", views.settings_page, name="settings"),
    path("settings/practice/", views.facts, name="facts"),
    path("settings/profile/", views.profile, name="profile"),
    path("settings/example/", views.remove_example, name="remove-example"),
    path("settings/team/", views.team, name="team"),
    path("settings/team/invite/", views.invite, name="invite"),
    path("settings/team/invitations/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
]

# The login page keeps the name that Django and allauth know it by.
urlpatterns = [
    path("account/login/", views.log_in, name="account_login"),
    path("", include((own, "practices"))),
]
