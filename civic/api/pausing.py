"""While the month's API requests of a plan are used up, machines that nobody has logged in at wait.

What a citizen does or reads with a token or a session of their own goes on: no limit of a plan stops that.
"""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from platform_core.access import require
from tenants.context import here
from tenants.entitlements import goes_on


class MachinesMayRead(BasePermission):
    """Raises Refused (`paused`) for strangers; who has logged in is asked nothing."""

    def has_permission(self, request: Request, view: Any) -> bool:
        institution = here()
        if institution is not None and request.method in SAFE_METHODS and not request.user.is_authenticated:
            require(goes_on(institution, "api_calls"))
        return True
