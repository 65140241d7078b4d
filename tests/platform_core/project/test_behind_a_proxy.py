"""What settings hold when nothing but the required is set on a server."""

import json
import os
import subprocess
import sys

import pytest

ASK = """
import json
from platform_core.project import settings as s
print(json.dumps([s.ALLAUTH_TRUSTED_PROXY_COUNT, s.REST_FRAMEWORK["NUM_PROXIES"]]))
"""


def counts(**environment: str) -> list[int]:
    given = {"PATH": os.environ["PATH"], "SECRET_KEY": "x" * 50, "DATABASE_URL": "postgres://u@h/n"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", ASK], env={**given, **environment}, capture_output=True, check=True, text=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        # The proxy that ends TLS stands in front of everybody: its address is nobody's.
        ({"PUBLIC_SCHEME": "https"}, 1),
        ({"PUBLIC_SCHEME": "https", "TRUSTED_PROXY_COUNT": "2"}, 2),
        ({"PUBLIC_SCHEME": "https", "BEHIND_TLS_PROXY": "0"}, 0),
        ({"DEMO": "1"}, 0),
    ],
)
def test_visitors_behind_the_tls_proxy_are_told_apart(environment, expected):
    assert counts(**environment) == [expected, expected]
