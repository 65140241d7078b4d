"""Our subset of allauth's pages, under our nouns. allauth finds them by its own names."""

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import URLPattern, URLResolver, include, path

from platform_core.accounts import views
from platform_core.accounts.ages import age, age_first
from platform_core.accounts.agreeing import agreements

second_factor = [
    path("", mfa_views.index, name="mfa_index"),
    path("app/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("app/removal/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("passkeys/", passkey_views.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/new/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/removal/", passkey_views.remove_webauthn, name="mfa_remove_webauthn"),
    path("recovery-codes/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", recovery_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("recovery-codes/file/", recovery_views.download_recovery_codes, name="mfa_download_recovery_codes"),
]

my_account = [
    path("", views.account, name="account_home"),
    path("name/", views.name, name="account_name"),
    path("language/", views.language, name="account_language"),
    path("sessions/", views.sessions, name="account_sessions"),
    path("sessions/<int:pk>/end/", views.session_end, name="account_session_end"),
    path("e-mail/", account_views.email, name="account_email"),
    path("password/", account_views.password_change, name="account_change_password"),
    path("password/first/", account_views.password_set, name="account_set_password"),
    path("confirmation/", account_views.reauthenticate, name="account_reauthenticate"),
    path("confirmation/code/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("confirmation/passkey/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("agreements/", agreements, name="account_agreements"),
    path("leaving/", views.leaving, name="account_leaving"),
    path("second-factor/", include(second_factor)),
]

password_reset = [
    path("", account_views.password_reset, name="account_reset_password"),
    path("code/", account_views.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("new/", account_views.complete_password_reset, name="account_complete_password_reset"),
    path("done/", account_views.password_reset_from_key_done, name="account_password_reset_completed"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-up/", age_first(account_views.signup), name="account_signup"),
    path("sign-up/age/", age, name="account_age"),
    path("sign-up/code/", account_views.email_verification_sent, name="account_email_verification_sent"),
    path("sign-in/", account_views.login, name="account_login"),
    path("sign-in/letter/", views.letter_code, name="account_request_login_code"),
    path("sign-in/letter/code/", views.letter_code_confirmation, name="account_confirm_login_code"),
    path("sign-in/passkey/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/code/", mfa_views.authenticate, name="mfa_authenticate"),
    path("sign-in/closed/", account_views.account_inactive, name="account_inactive"),
    path("sign-out/", account_views.logout, name="account_logout"),
    path("password/reset/", include(password_reset)),
    path("me/account/", include(my_account)),
    path("left/", views.left, name="account_left"),
    path("privacy/", views.privacy, name="account_privacy"),
    path("terms/", views.terms, name="account_terms"),
    # Letters are people's matters too; the page is there in the demo only.
    path("", include("platform_core.outbound.urls")),
]
