"""What the frame of a page says about the person looking at it. Lazy: asked only where it is shown."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from civic.notifications.queries import unread_count
from civic.people.rules import is_staff
from civic.portal.composed import lazy_frame
from civic.portal.places import places


def person(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)
    if getattr(request, "tenant", None) is None:
        return {}
    menu: dict[str, object] = {
        "places": SimpleLazyObject(places),
        # A preview shows the frame as a draft would have it.
        "composed": getattr(request, "composed_frame", None) or lazy_frame(timezone.now()),
        "preview": getattr(request, "preview", None),
    }
    if user is None or not user.is_authenticated:
        return menu
    return {
        **menu,
        "unread_count": SimpleLazyObject(lambda: unread_count(user)),
        "is_staff_here": SimpleLazyObject(lambda: is_staff(user)),
    }
