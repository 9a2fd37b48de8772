from django.urls import path

from contracts.elsewhere import views

urlpatterns = [
    path("contracts/elsewhere/", views.choose, name="choose-taken-in"),
    path("contracts/elsewhere/with/<uuid:pk>/", views.take_in, name="take-in"),
    path("contracts/<uuid:pk>/elsewhere/", views.correct, name="correct-taken-in"),
    path("contracts/<uuid:pk>/take-out/", views.take_out, name="take-out"),
    path("contracts/<uuid:pk>/copy.pdf", views.copy, name="taken-in-copy"),
    path("contracts/<uuid:pk>/scan/", views.scan, name="taken-in-scan"),
]
