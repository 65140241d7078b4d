"""Django's own check, exactly as it is; named here so that the order of middleware reads whole."""

from django.middleware.csrf import CsrfViewMiddleware


class CsrfMiddleware(CsrfViewMiddleware):
    """The origin must be this very host: a sibling institution's page is a stranger (same site, other house)."""
