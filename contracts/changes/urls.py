"""The addresses of what is done to a contract in force; `contracts.urls` includes them."""

from django.urls import path

from contracts.changes import views

_ONE = "contracts/<uuid:pk>"
urlpatterns = [
    path(f"{_ONE}/end/", views.end, name="end"),
    path(f"{_ONE}/withdrawn/", views.withdrawn, name="withdrawn"),
    path(f"{_ONE}/settle/", views.settle, name="settle"),
    path(f"{_ONE}/suspend/", views.suspend, name="suspend"),
    path(f"{_ONE}/resume/", views.resume, name="resume"),
    path(f"{_ONE}/amend/", views.amend, name="amend"),
    path(f"{_ONE}/renew/", views.renew, name="renew"),
    path(f"{_ONE}/dependence/", views.dependence, name="dependence"),
    path(f"{_ONE}/send-page/", views.send_page, name="send-page"),
]
