"""The settings a city is run with: safe without anybody having to remember anything."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "platform_core.project.settings",
    "DEBUG": "0",
    "DEMO": "0",
    "BASE_DOMAIN": "madang.example",
    "PUBLIC_SCHEME": "https",
    "SECRET_KEY": "x9v!" * 20 + "Kq7#Lm2$Pw",
    "DATABASE_URL": "postgres://madang@db/madang",
    "VALKEY_URL": "redis://valkey:6379/0",
}
ASKED = """
import json, django
from django.conf import settings
django.setup()
names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
  "LANGUAGE_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE",
  "SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN", "LANGUAGE_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "CSRF_COOKIE_PATH",
  "LANGUAGE_COOKIE_PATH", "CSRF_TRUSTED_ORIGINS",
  "USE_X_FORWARDED_HOST", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "DEBUG", "DEMO", "EMAIL_BACKEND"]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def python(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """A process of its own, with nothing of this one's settings."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        env={**inherited, "PYTHONPATH": str(ROOT), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def production() -> dict:
    asked = python("-c", ASKED, **PRODUCTION)
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


def test_djangos_own_deployment_check_has_nothing_to_say():
    checked = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert checked.returncode == 0, checked.stderr
    assert "0 silenced" in checked.stdout or "no issues" in checked.stdout


def test_cookies_belong_to_one_host_and_travel_encrypted(production):
    """`__Host-`: secure, for the whole path, for no other host; a sibling cannot set one."""
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        assert production[f"{name}_COOKIE_NAME"].startswith("__Host-")
        assert production[f"{name}_COOKIE_SECURE"] is True
        assert production[f"{name}_COOKIE_DOMAIN"] is None
        assert production[f"{name}_COOKIE_PATH"] == "/"
    assert production["SESSION_COOKIE_HTTPONLY"] is True
    assert production["SESSION_COOKIE_SAMESITE"] == production["CSRF_COOKIE_SAMESITE"] == "Lax"


def test_no_other_origin_is_trusted_and_no_header_chooses_the_host(production):
    assert production["CSRF_TRUSTED_ORIGINS"] == []
    assert production["USE_X_FORWARDED_HOST"] is False


def test_browsers_are_told_to_come_encrypted_for_a_year(production):
    assert production["SECURE_SSL_REDIRECT"] is True
    assert production["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_the_demos_conveniences_are_off(production):
    assert production["DEBUG"] is production["DEMO"] is False
    assert production["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL"])
def test_without_its_secrets_it_does_not_start(name):
    lacking = {key: value for key, value in PRODUCTION.items() if key != name}
    asked = python("-c", ASKED, **lacking)
    assert asked.returncode != 0 and name in asked.stderr


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("DEBUG", "maybe"),
        ("CONN_MAX_AGE", "long"),
        ("DATABASE_URL", "mysql://x"),
        ("CONSOLE_TIME_ZONE", "Seoul"),
    ],
)
def test_nonsense_stops_the_start_and_is_named(name, nonsense):
    asked = python("-c", ASKED, **{**PRODUCTION, name: nonsense})
    assert asked.returncode != 0 and name in asked.stderr


def test_every_variable_that_is_read_is_described():
    read = set()
    for source in (ROOT / "platform_core" / "project").glob("*.py"):
        import re

        read |= set(
            re.findall(
                r"env\.(?:text|flag|number|numbered|words|zone|database)\(\s*\"([A-Z_]+)\"",
                source.read_text(),
            )
        )
    described = (ROOT / "deploy" / "env.example").read_text()
    assert {name for name in read if name not in described} == set()
