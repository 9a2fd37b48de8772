from django.urls import path

from coachpractice.ethics.views import code, mine, register

app_name = "ethics"
urlpatterns = [
    path("register/", register.register, name="register"),
    path("code/", code.current, name="code"),
    path("code/mine/", mine.mine, name="mine"),
    path("code/mine/sign/", mine.adopt, name="adopt"),
    path("code/mine/elsewhere/", mine.elsewhere, name="elsewhere"),
    path("code/mine/<uuid:pk>/signed.pdf", mine.signed_file, name="signed-file"),
    path("code/mine/<uuid:pk>/scan/", mine.scan, name="scan"),
    path("code/signed/<str:code>/", code.signed, name="signed"),
    path("code/<slug:edition>/", code.edition, name="edition"),
    path("code/<slug:edition>/changes/", code.changes, name="changes"),
]
