from django.urls import path

from clients import views

app_name = "clients"
urlpatterns = [
    path("clients/", views.clients, name="list"),
    path("clients/new/", views.add, name="add"),
    path("clients/<uuid:pk>/", views.page, name="page"),
    path("clients/<uuid:pk>/change/", views.change, name="change"),
]
