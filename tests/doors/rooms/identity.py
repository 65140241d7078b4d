"""Addresses of this room, and one of everything behind them."""

from datetime import timedelta

from civic.identity import guardians
from civic.identity.codes import make_codes
from civic.identity.letters import ask_for_letter
from civic.identity.linking import link
from civic.identity.models import Guardianship, Kind, Provider, Purpose
from civic.identity.providing import enter_provider
from civic.people.models import Confirmed
from platform_core.accounts.models import SignedIn
from tests.doors.kinds import (
    ADMINISTRATOR_SAYS_SO,
    FOR_STRANGERS,
    FORM_ONLY,
    GONE,
    LEADS_BACK,
    MEMBER,
    MEMBER_FORM,
    MEMBER_ONCE_MORE,
    MODERATOR_SAYS_SO,
    SIGN_IN,
    WAY_BACK,
    Door,
    all_get,
)
from tests.doors.scene import Scene

# Nobody answers there: whoever knocks is led back and told so.
NOWHERE = "http://127.0.0.1:9"

DOORS: dict[str, Door] = {
    "account_age": FORM_ONLY,
    "account_request_login_code": FOR_STRANGERS,
    "account_confirm_login_code": LEADS_BACK,
    "account_session_end": MEMBER_FORM,
    "mfa_login_webauthn": LEADS_BACK,
    "mfa_list_webauthn": MEMBER,
    "mfa_add_webauthn": MEMBER_ONCE_MORE,
    "mfa_remove_webauthn": MEMBER_ONCE_MORE,
    "mfa_reauthenticate_webauthn": LEADS_BACK,
    # The rules of the table ask for an account.
    "portal:one_time": Door(403, 302, 302, 302, 302),
    "portal:one_time_mine": FOR_STRANGERS,
    "portal:one_time_code": LEADS_BACK,
    "portal:one_time_return": FORM_ONLY,
    "portal:one_time_account": FORM_ONLY,
    "portal:one_time_end": FORM_ONLY,
    # No children are taken in at the institution of the table.
    "portal:guardian_request": Door(409, 302, 302, 302, 302),
    # Whoever has the link of the letter is led on; nobody else finds the page behind it.
    "portal:guardian_letter": LEADS_BACK,
    "portal:guardian": all_get(404),
    "portal:guardian_check": all_get(404),
    "portal:guardian_code": FORM_ONLY,
    "portal:guardian_end": FORM_ONLY,
    "portal:sign_in_with": LEADS_BACK,
    "portal:way_back": LEADS_BACK,
    "portal:way_joining": LEADS_BACK,
    "portal:way_completion": LEADS_BACK,
    "portal:my_ways": MEMBER,
    "portal:way_link": MEMBER_ONCE_MORE,
    "portal:way_removal": MEMBER_FORM,
    # Without a press on our own page nobody is sent anywhere.
    "portal:check_with": LEADS_BACK,
    "portal:check_back": LEADS_BACK,
    "portal:check_code": LEADS_BACK,
    # Led back where no service for text messages is entered.
    "portal:check_phone": LEADS_BACK,
    "portal:check_phone_code": LEADS_BACK,
    "portal:check_letter": LEADS_BACK,
    "portal:check_letter_return": LEADS_BACK,
    "desk:providers": ADMINISTRATOR_SAYS_SO,
    "desk:new_provider": ADMINISTRATOR_SAYS_SO,
    "desk:provider": ADMINISTRATOR_SAYS_SO,
    "desk:provider_trial": FORM_ONLY,
    "desk:provider_removal": ADMINISTRATOR_SAYS_SO,
    # A GET, such as after signing in, leads back to the page.
    "desk:coming_in": Door(SIGN_IN, GONE, 403, 403, WAY_BACK),
    "desk:text_limits": Door(SIGN_IN, GONE, 403, 403, WAY_BACK),
    "desk:codes": MODERATOR_SAYS_SO,
    "desk:codes_end": FORM_ONLY,
    "desk:postal_checks": MODERATOR_SAYS_SO,
    "desk:postal_check_print": FORM_ONLY,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    sign_in = _entered(scene, "door-in", Purpose.SIGN_IN)
    identity = _entered(scene, "door-identity", Purpose.IDENTITY)
    link(user=scene.author, provider=sign_in, subject=f"1{scene.mark}", at=scene.now)
    batch = make_codes(
        label=f"중학교{scene.mark}",
        confirms=[Confirmed.STUDIES],
        count=1,
        until=scene.now + timedelta(days=1),
        by=scene.administrator,
        at=scene.now,
    ).batch
    letter = ask_for_letter(user=scene.author, address=f"하늘로 1 {scene.mark}", at=scene.now)
    session = SignedIn.objects.create(
        user=scene.author, session_key=f"none{scene.mark}", begun_at=scene.now, device=f"나무{scene.mark}"
    )
    one = {"pk": sign_in.pk}
    token = f"door-{scene.mark}"
    held = Guardianship.objects.create(token_hash=guardians._hash(token), asked_at=scene.now)
    return {
        "account_session_end": {"pk": session.pk},
        "mfa_remove_webauthn": {"pk": 1},
        "portal:one_time": {"number": scene.gathering.pk, "deed": "support"},
        "portal:guardian_letter": {"token": token},
        "portal:guardian": {"number": held.pk},
        "portal:guardian_check": {"number": held.pk, "key": identity.key},
        "portal:guardian_code": {"number": held.pk},
        "portal:guardian_end": {"number": held.pk},
        "portal:sign_in_with": {"key": sign_in.key},
        "portal:way_link": {"key": sign_in.key},
        "portal:way_removal": {"pk": scene.author.ways_in.get().pk},
        "portal:check_with": {"key": identity.key},
        "desk:provider": one,
        "desk:provider_trial": one,
        "desk:provider_removal": one,
        "desk:codes_end": {"pk": batch.pk},
        "desk:postal_check_print": {"pk": letter.pk},
    }


def _entered(scene: Scene, key: str, purpose: Purpose) -> Provider:
    values = {"name": f"나무{scene.mark}", "issuer": NOWHERE, "client_id": f"c{scene.mark}", "is_open": True}
    return enter_provider(
        key=key,
        kind=Kind.OIDC,
        purpose=purpose,
        secret=f"s{scene.mark}",
        values=values,
        by=scene.administrator,
        at=scene.now,
    )
