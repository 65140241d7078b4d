"""Addresses of this room, and one of everything behind them."""

from platform_core.outbound.models import Bounce, OutboundMail
from tenants.context import here, public
from tenants.models import OwnDomain
from tests.doors.kinds import ADMINISTRATOR_SAYS_SO, FORM_ONLY, GONE, SIGN_IN, WAY_BACK, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "desk:addresses": ADMINISTRATOR_SAYS_SO,
    "desk:main_address": FORM_ONLY,
    "desk:address_look": FORM_ONLY,
    "desk:address_return": ADMINISTRATOR_SAYS_SO,
    # A GET, such as after signing in, leads back to the page.
    "desk:sender": Door(SIGN_IN, GONE, 403, 403, WAY_BACK),
    "desk:sender_look": FORM_ONLY,
    "desk:sender_trial": FORM_ONLY,
    "desk:sender_end": FORM_ONLY,
    "desk:bounces": ADMINISTRATOR_SAYS_SO,
    "desk:bounce_hook": FORM_ONLY,
    "desk:bounce_clearing": FORM_ONLY,
    # A mail server that signs what it says.
    "outbound:bounces": FORM_ONLY,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    city = here()
    with public():
        own = OwnDomain.objects.create(
            institution=city, domain="talk.city.example", proof="0" * 32, asked_at=scene.now
        )
    letter = OutboundMail.objects.create(to="gone@city.example", subject=scene.mark, text=scene.mark)
    back = Bounce.objects.create(
        mail=letter, to=letter.to, is_final=True, diagnostic=f"550 {scene.mark}", at=scene.now
    )
    return {
        "desk:address_look": {"pk": own.pk},
        "desk:address_return": {"pk": own.pk},
        "desk:bounce_clearing": {"pk": back.pk},
    }
