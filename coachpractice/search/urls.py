from django.urls import path

from coachpractice.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/keys/", views.shortcuts, name="shortcuts"),
]
