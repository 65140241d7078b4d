"""What we did not write is exactly what its makers published, and nothing else came along."""

import json
import re

from platform_core.ui.vendor.copy import HERE, MANIFEST, STATIC, sha256

PACKAGES = json.loads(MANIFEST.read_text())
PINNED = json.loads((HERE / "package.json").read_text())["dependencies"]
LOCK_TEXT = (HERE / "package-lock.json").read_text()


def test_every_vendored_file_is_the_one_in_the_manifest():
    said = {path: digest for package in PACKAGES.values() for path, digest in package["files"].items()}
    found = {
        p.relative_to(STATIC).as_posix(): sha256(p)
        for p in STATIC.rglob("*")
        if p.is_file() and p != MANIFEST
    }
    assert found == said


def test_the_manifest_names_the_pinned_versions_and_their_licences():
    assert {name: package["version"] for name, package in PACKAGES.items()} == PINNED
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in PINNED.values())
    assert {name: package["licence"] for name, package in PACKAGES.items()} == {
        "altcha": "MIT",
        "htmx.org": "0BSD",
        "pretendard-gov": "OFL-1.1",
    }


def test_each_package_brings_its_licence_text():
    for package in PACKAGES.values():
        assert any("LICENSE" in path for path in package["files"])


def test_the_lock_file_pins_by_content_and_names_no_server():
    packages = {path: package for path, package in json.loads(LOCK_TEXT)["packages"].items() if path}
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert "://" not in LOCK_TEXT


def test_vendored_styles_ask_no_other_server():
    for sheet in STATIC.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", sheet.read_text())
