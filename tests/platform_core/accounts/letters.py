"""Reading the code from the latest letter to somebody, as they would."""

import re

from platform_core.outbound.models import OutboundMail


def latest_letter(address: str) -> OutboundMail:
    return OutboundMail.objects.filter(to=address).latest("pk")


def code_for(address: str) -> str:
    found = re.search(r"\b\d{4}-\d{4}\b", latest_letter(address).text)
    assert found, "no code in the letter"
    return found[0]
