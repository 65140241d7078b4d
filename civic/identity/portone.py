"""PortOne V2 (developers.portone.io): the person is checked in their window, and we ask the server what came of it.

What the browser brings back is never believed: only the number we made ourselves is asked after.
"""

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from civic.identity.models import Provider
from civic.identity.oidc import Lied, Silent, issuer_of
from platform_core.access.sealing import BrokenSeal, unseal
from platform_core.web.asking import NoAnswer, ask_json

# Where their window comes from, and what it opens.
WINDOW = "https://cdn.portone.io"


def new_number() -> str:
    return f"madang-{secrets.token_hex(16)}"


def outcome_of(provider: Provider, number: str) -> Mapping[str, Any]:
    """`verifiedCustomer` of a check that succeeded. Raises Silent, and Lied for one that did not."""
    said = _asked(provider, f"/identity-verifications/{quote(number, safe='')}")
    if said.get("status") == "READY":
        raise Lied("not_finished")
    if said.get("status") != "VERIFIED" or said.get("id") != number:
        raise Lied("not_verified")
    customer = said.get("verifiedCustomer")
    if not isinstance(customer, dict):
        raise Lied("nobody")
    return customer


def try_portone(provider: Provider) -> None:
    """Asks after a number that nobody has: whoever says “not found” knows our key. Raises Silent."""
    try:
        _asked(provider, f"/identity-verifications/{new_number()}")
    except Silent as trouble:
        if trouble.code != "not_found":
            raise


def _asked(provider: Provider, path: str) -> dict[str, Any]:
    try:
        headers = {"Authorization": f"PortOne {unseal(provider.secret)}"}
    except BrokenSeal:
        raise Silent("no_secret") from None
    where = f"{issuer_of(provider)}{path}?{urlencode({'storeId': provider.client_id})}"
    try:
        return ask_json(where, headers=headers)
    except NoAnswer as trouble:
        if trouble.status in (401, 403):
            raise Silent("we_are_refused") from trouble
        raise Silent("not_found" if trouble.status == 404 else trouble.code) from trouble
