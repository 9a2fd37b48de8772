from django.urls import include, path

from coachpractice.practices import joining, team_views, views

own = [
    path("start/", views.start, name="first-run"),
    path("join/<str:token>/", joining.join, name="join"),
    path("settings/", views.settings_page, name="settings"),
    path("settings/practice/", views.facts, name="facts"),
    path("settings/profile/", views.profile, name="profile"),
    path("settings/example/", views.remove_example, name="remove-example"),
    path("settings/team/", team_views.members, name="team"),
    path("settings/team/invite/", team_views.invite, name="invite"),
    path(
        "settings/team/invitations/<uuid:pk>/again/", team_views.invite_again, name="invite-again"
    ),
    path("settings/team/invitations/<uuid:pk>/withdraw/", team_views.withdraw, name="withdraw"),
    path("settings/team/<uuid:pk>/end/", team_views.end, name="end-membership"),
    path("settings/assistants/<uuid:pk>/", team_views.let_help, name="let-help"),
]

# The login page keeps the name that Django and allauth know it by.
urlpatterns = [
    path("account/login/", views.log_in, name="account_login"),
    path("", include((own, "practices"))),
]
