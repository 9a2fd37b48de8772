from django.urls import path

from cpd import views

app_name = "cpd"
urlpatterns = [
    path("standing/", views.standing, name="standing"),
    path("standing/<slug:kind>/new/", views.add, name="add"),
    path("standing/<slug:kind>/<uuid:pk>/", views.change, name="change"),
    path("standing/<slug:kind>/<uuid:pk>/renew/", views.renew, name="renew"),
    path("standing/<slug:kind>/<uuid:pk>/remove/", views.remove, name="remove"),
    path("standing/<slug:kind>/<uuid:pk>/proof/", views.proof, name="proof"),
]
