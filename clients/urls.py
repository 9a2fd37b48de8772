from django.urls import path

from clients.views import beside, importing, people, sponsors

app_name = "clients"
urlpatterns = [
    path("clients/", people.clients, name="list"),
    path("clients/new/", people.add, name="add"),
    path("clients/list/download/", importing.take_list, name="take-list"),
    path("clients/import/", importing.choose, name="import"),
    path("clients/import/model/<str:kind>/", importing.model, name="import-model"),
    path("clients/import/<uuid:pk>/", importing.look_over, name="look-over"),
    path("clients/import/<uuid:pk>/discard/", importing.discard, name="discard-import"),
    path("clients/import/<uuid:pk>/undo/", importing.undo, name="undo-import"),
    path("clients/<uuid:pk>/", people.page, name="page"),
    path("clients/<uuid:pk>/change/", people.change, name="change"),
    path("clients/<uuid:pk>/of-age/", people.confirm_adult, name="confirm-adult"),
    path("clients/<uuid:pk>/sponsor/", people.sponsor, name="who-pays"),
    path("clients/<uuid:pk>/guardians/new/", beside.add_guardian, name="add-guardian"),
    path(
        "clients/<uuid:pk>/guardians/<uuid:guardian>/",
        beside.change_guardian,
        name="change-guardian",
    ),
    path(
        "clients/<uuid:pk>/guardians/<uuid:guardian>/remove/",
        beside.remove_guardian,
        name="remove-guardian",
    ),
    path("clients/<uuid:pk>/members/new/", beside.add_member, name="add-member"),
    path("clients/<uuid:pk>/members/<uuid:member>/", beside.change_member, name="change-member"),
    path(
        "clients/<uuid:pk>/members/<uuid:member>/remove/",
        beside.remove_member,
        name="remove-member",
    ),
    path("clients/sponsors/", sponsors.sponsor_list, name="sponsors"),
    path("clients/sponsors/new/", sponsors.add, name="add-sponsor"),
    path("clients/sponsors/<uuid:pk>/", sponsors.page, name="sponsor"),
    path("clients/sponsors/<uuid:pk>/change/", sponsors.change, name="change-sponsor"),
    path("clients/sponsors/<uuid:pk>/contacts/new/", sponsors.add_contact, name="add-contact"),
    path(
        "clients/sponsors/<uuid:pk>/contacts/<uuid:contact>/",
        sponsors.change_contact,
        name="change-contact",
    ),
    path(
        "clients/sponsors/<uuid:pk>/contacts/<uuid:contact>/remove/",
        sponsors.remove_contact,
        name="remove-contact",
    ),
]
