from django.urls import path

from coachpractice.ui import views

app_name = "ui"
urlpatterns = [path("language/", views.language, name="language")]
