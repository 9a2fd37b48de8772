from django.urls import path

from coachpractice.export import leaving, views

app_name = "export"
urlpatterns = [
    path("everything/", views.page, name="page"),
    path("leave/", leaving.leave, name="leave"),
    path("everything/<uuid:pk>/download/", views.take, name="take"),
    path("everything/<uuid:pk>/destroy/", views.destroy, name="destroy"),
]
