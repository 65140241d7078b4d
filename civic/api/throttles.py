"""How often one may ask. Counted in the cache, whose keys carry the institution."""

from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from tenants.context import here
from tenants.entitlements import amount_of


class PersonThrottle(UserRateThrottle):
    """Per person, whichever token is used."""

    scope = "person"

    def get_rate(self):
        """As the plan of the institution at hand says."""
        institution = here()
        most = institution and amount_of(institution, "api_per_minute")
        return f"{most}/min" if most else super().get_rate()

    def get_cache_key(self, request, view):
        if not request.user or not request.user.is_authenticated:
            return None
        return super().get_cache_key(request, view)


class StrangerThrottle(AnonRateThrottle):
    """Per address, for those without a token."""

    scope = "stranger"
