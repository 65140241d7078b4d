"""How often one may ask. Counted in the cache, whose keys carry the institution."""

from django.utils import timezone
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from tenants.context import here
from tenants.entitlements import amount_of
from tenants.figures import count_api_request


class PersonThrottle(UserRateThrottle):
    """Per person, whichever token is used."""

    scope = "person"

    def allow_request(self, request, view):
        """Every request of the API comes by here once: it is counted for the day's figures."""
        if (institution := here()) is not None:
            count_api_request(institution.local(timezone.now()).date())
        return super().allow_request(request, view)

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
