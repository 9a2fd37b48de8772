"""Pages about one's own account. Of allauth only what is reachable; log in stands in `practices`,
which knows whether anybody lives here yet."""

from allauth.account import views as allauth
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes.views import generate_recovery_codes
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from django.db.transaction import atomic
from django.urls import include, path, re_path

from coachpractice.accounts import passkeys, views
from coachpractice.ui.addresses import keeps_its_address

own = [
    path("", views.account, name="account"),
    path("sessions/", views.session_list, name="sessions"),
    path("sessions/close/", views.sessions_close_others, name="close-other-sessions"),
    path("sessions/<int:pk>/close/", views.session_close, name="close-session"),
    path("signup/sent/", views.sign_up_sent, name="sign-up-sent"),
    path("signup/<str:token>/", views.finish_sign_up, name="finish-sign-up"),
]

# Atomic: a new password or second factor, the note in the journal and the mail owed come together.
named_by_allauth = [
    path("logout/", views.log_out, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", views.sign_up, name="account_signup"),
    path("confirm/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/", atomic(allauth.password_change), name="account_change_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9a-f]{32})-(?P<key>[0-9A-Za-z-]+)/$",
        keeps_its_address(atomic(allauth.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    path("second-factor/", second_factor.index, name="mfa_index"),
    path("second-factor/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("second-factor/confirm/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/on/", atomic(activate_totp), name="mfa_activate_totp"),
    path("second-factor/off/", atomic(deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/recovery/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("passkeys/", passkeys.keys, name="mfa_list_webauthn"),
    path("passkeys/add/", passkeys.add, name="mfa_add_webauthn"),
    path("passkeys/login/", passkeys.log_in, name="mfa_login_webauthn"),
    path("passkeys/confirm/", passkeys.confirm, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/rename/", passkeys.rename, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", passkeys.remove, name="mfa_remove_webauthn"),
    path(
        "second-factor/recovery/new/",
        atomic(generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]

urlpatterns = [path("account/", include([*named_by_allauth, path("", include((own, "accounts")))]))]
