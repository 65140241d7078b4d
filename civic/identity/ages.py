"""From which age people take part here with an account of their own."""

from tenants.context import here

# 개인정보 보호법 제22조의2: below it a guardian consents.
FOURTEEN = 14


def youngest_here() -> int:
    """settings["youngest"] of the institution; fourteen where nothing is said. Never below fourteen."""
    house = here()
    said = (house.settings or {}).get("youngest") if house is not None else None
    return said if isinstance(said, int) and FOURTEEN <= said <= 19 else FOURTEEN
