"""Logging in: by e-mail, inside the institution the connection stands in."""

from allauth.account.auth_backends import AuthenticationBackend


class InstitutionBackend(AuthenticationBackend):
    """allauth's, without Django's permission tables."""

    def user_can_authenticate(self, user: object) -> bool:
        return bool(getattr(user, "is_active", False)) and not getattr(user, "withdrawn_at", None)
