"""What the first view of the home page costs somebody on the move: bytes over the line, letters included."""

import gzip

import pytest

from tests.e2e.browser import DESK, PHONE

# Bytes as they travel; the page itself as the proxy in front of the server compresses it (deploy/caddy).
FIRST_VIEW, SCRIPTS = 150_000, 30_000


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_first_view_of_the_home_page_is_light(stack, come, width):
    person = come(width=width)
    weights: dict[str, int] = {}
    addresses: dict[str, str] = {}
    line = person.page.context.new_cdp_session(person.page)
    line.send("Network.enable")
    line.on(
        "Network.responseReceived",
        lambda said: addresses.update({said["requestId"]: said["response"]["url"]}),
    )
    line.on(
        "Network.loadingFinished",
        lambda said: weights.update({said["requestId"]: int(said["encodedDataLength"])}),
    )
    home = person.page.goto(stack.haneul.url("/"), wait_until="networkidle")
    person.page.evaluate("document.fonts.ready")
    document = next(request for request, address in addresses.items() if address == home.url)
    weights[document] = len(gzip.compress(home.body()))
    told = sorted(((weight, addresses.get(request, "")) for request, weight in weights.items()), reverse=True)
    assert len(told) > 5  # the sheets and the scripts are among them
    assert sum(weight for weight, _address in told) <= FIRST_VIEW, told
    assert sum(weight for weight, address in told if address.endswith(".js")) <= SCRIPTS, told
