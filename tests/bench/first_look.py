"""What somebody on a middling phone waits for on the four pages people land on: Lighthouse's mobile preset.

    npm install --prefix /tmp/lighthouse lighthouse@12
    LIGHTHOUSE=/tmp/lighthouse/node_modules/.bin/lighthouse python -m tests.bench.first_look [--rounds 5] [--http]

A filled city, the web server as production runs it, and Caddy with our own configuration in front of it: TLS, HTTP/2,
compressed. Lighthouse opens each page in Chromium as a visitor who was never here and works out what a Moto G of 2016
on a slow 4G line (1.6 Mbit/s, 150 ms, a processor four times as slow) would have waited. Medians of `--rounds`.
`--http` leaves Caddy out: one plain connection without compression, as the demo is.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deploy.local.proxy import find_caddy
from tests.bench.stack import Server, free_port, web_server, whole_stack
from tests.e2e.browser import chromium_path
from tests.waiting import until

CADDYFILE = Path(__file__).resolve().parents[2] / "deploy/caddy/Caddyfile"
HOST = "haneul.localhost"
WANTED_LCP, WANTED_CLS = 1_500.0, 0.05
WANTED_SCORES = {"performance": 95, "accessibility": 100, "best-practices": 95, "seo": 100}


def main(rounds: int, lighthouse: str, *, behind_caddy: bool, keep: Path | None) -> bool:
    port = free_port()
    os.environ.update(BASE_DOMAIN=f"localhost:{port}", PUBLIC_SCHEME="https" if behind_caddy else "http")
    with whole_stack():
        pages = _filled()
        with (
            web_server(0 if behind_caddy else port) as server,
            _caddy(port, server) if behind_caddy else nullcontext(),
        ):
            base = f"{os.environ['PUBLIC_SCHEME']}://{HOST}:{port}"
            reached = [_page(name, base + path, rounds, lighthouse, keep) for name, path in pages.items()]
    return all(reached)


def _filled() -> dict[str, str]:
    """{name: path} of what is looked at in the demo's largest city."""
    from django.core.management import call_command

    from civic.debates.models import Debate
    from civic.proposals.models import ProposalStat
    from platform_core.i18n.catalogue import compile_catalogues
    from tenants.context import institution_context, public
    from tenants.models import Hostname

    compile_catalogues()
    call_command("fill_demo", only=["haneul"])
    with public():
        city = Hostname.objects.select_related("tenant").get(domain=HOST).tenant
    with institution_context(city):
        proposal = ProposalStat.objects.order_by("-support_count", "pk").values_list("pk", flat=True)[0]
        debate = Debate.objects.filter(opened_at__isnull=False).order_by("-stat__opinions", "pk")[0].pk
    return {
        "home": "/",
        "list": "/proposals/",
        "proposal": f"/proposals/{proposal}/",
        "debate": f"/debates/{debate}/",
    }


@contextmanager
def _caddy(port: int, server: Server) -> Iterator[None]:
    program = find_caddy()
    if program is None:
        raise SystemExit("Caddy is not here: run deploy/bin/check once, or measure with --http.")
    with TemporaryDirectory(prefix="madang-caddy-") as folder:
        environment = {
            **os.environ,
            "XDG_DATA_HOME": folder,
            "XDG_CONFIG_HOME": folder,
            "WEB": f"127.0.0.1:{server.port}",
            "SITE": f"https://:{port}",
            # As Debian's Caddy calls it; certificates are its own.
            "BUFFERING": "buffer_requests",
            "CADDY_GLOBAL": (
                f"admin off\nlocal_certs\nskip_install_trust\nhttps_port {port}\nauto_https disable_redirects"
            ),
        }
        command = [program, "run", "--config", str(CADDYFILE), "--adapter", "caddyfile"]
        with open(f"{folder}/log", "w") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            until(lambda: _curl(port) or process.poll() is not None, "Caddy serves the city")
            assert process.poll() is None, Path(folder, "log").read_text()[-2_000:]
            yield
        finally:
            process.terminate()
            process.wait(20)


def _curl(port: int) -> bool:
    """Whether a page comes through: the certificate is made when it is first asked for."""
    asked = ["curl", "-ksf", "-o", os.devnull, "--resolve", f"{HOST}:{port}:127.0.0.1"]
    return subprocess.run([*asked, f"https://{HOST}:{port}/"], check=False).returncode == 0


def _page(name: str, address: str, rounds: int, lighthouse: str, keep: Path | None) -> bool:
    # The first visit finds memories empty that are full on any day.
    seen = [_seen(address, lighthouse) for _round in range(rounds + 1)][1:]
    if keep:
        (keep / f"{name}.json").write_text(json.dumps(seen[-1]))
    numbers = {key: statistics.median(_number(one, key) for one in seen) for key in NUMBERS}
    scores = {
        key: statistics.median(round(100 * one["categories"][key]["score"]) for one in seen)
        for key in WANTED_SCORES
    }
    lcp, cls = numbers["largest-contentful-paint"], numbers["cumulative-layout-shift"]
    reached = lcp <= WANTED_LCP and cls <= WANTED_CLS
    reached &= all(scores[key] >= wanted for key, wanted in WANTED_SCORES.items())
    told = " / ".join(f"{value:g}" for value in scores.values())
    print(
        f"{name:9} {'ok  ' if reached else 'MISS'} LCP {lcp:,.0f} ms  CLS {cls:.3f}  FCP {numbers['first-contentful-paint']:,.0f}"
        f"  TBT {numbers['total-blocking-time']:,.0f}  TTFB {numbers['server-response-time']:,.0f}"
        f"  {numbers['total-byte-weight'] / 1000:,.0f} kB  scores {told}",
        flush=True,
    )
    for key in sorted({found for one in seen for found in _failed(one)}):
        print(f"          {key}")
    return reached


NUMBERS = (
    "largest-contentful-paint",
    "cumulative-layout-shift",
    "first-contentful-paint",
    "total-blocking-time",
    "server-response-time",
    "total-byte-weight",
)


def _number(report: dict[str, Any], key: str) -> float:
    return float(report["audits"][key]["numericValue"])


def _failed(report: dict[str, Any]) -> list[str]:
    """What keeps accessibility, best practices or search from being whole."""
    return [
        f"{key}: {one['id']}"
        for key in WANTED_SCORES
        if key != "performance"
        for one in report["categories"][key]["auditRefs"]
        if one["weight"]
        and (report["audits"][one["id"]]["score"] or 0) < 1
        and report["audits"][one["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
    ]


def _seen(address: str, lighthouse: str) -> dict[str, Any]:
    flags = "--headless=new --no-sandbox --ignore-certificate-errors --lang=ko-KR"
    command = [
        lighthouse,
        address,
        "--quiet",
        "--output=json",
        "--output-path=stdout",
        f"--chrome-flags={flags}",
    ]
    environment = {**os.environ, "CHROME_PATH": chromium_path()}
    for _again in range(3):  # now and then Chromium's trace begins without the page
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
    else:
        raise SystemExit(f"Lighthouse could not look at {address}:\n{done.stderr[-2_000:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    if trouble := report.get("runtimeError"):
        raise SystemExit(f"Lighthouse could not look at {address}: {trouble['message']}")
    return report


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--http", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder for the last report of each page")
    arguments = parser.parse_args()
    found = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    if not found:
        raise SystemExit("Lighthouse is not here. Install it as said above, and name it with LIGHTHOUSE=….")
    reached = main(arguments.rounds, found, behind_caddy=not arguments.http, keep=arguments.keep)
    sys.exit(0 if reached else 1)
