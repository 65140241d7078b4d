"""What is written down for a server says the same as the programs it starts."""

import re
import subprocess
from pathlib import Path

import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OURS = {name: one for name, one in COMPOSE["services"].items() if one.get("image") == "madang:latest"}


def known_variables() -> set[str]:
    return set(re.findall(r"^#?([A-Z][A-Z_]+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE))


def test_each_of_our_services_is_a_program_of_the_image():
    served = set(re.findall(r"^(\w+)\)$", (DEPLOY / "bin/serve").read_text(), re.MULTILINE))
    assert {one["command"][0] for one in OURS.values()} == served == {"web", "worker", "clock", "migrate"}
    assert subprocess.run([DEPLOY / "bin/serve", "sing"], capture_output=True, check=False).returncode == 64
    assert subprocess.run(["sh", "-n", DEPLOY / "bin/serve"], check=False).returncode == 0


def test_every_variable_it_sets_is_one_that_is_read():
    for service in OURS.values():
        named = {name.removesuffix("_FILE") for name in service["environment"]}
        assert named <= known_variables()


def test_nothing_of_ours_runs_as_root_or_writes_beside_its_volume():
    assert re.search(r"^USER madang$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    for service in OURS.values():
        assert service["read_only"] and service["cap_drop"] == ["ALL"]
        assert service["volumes"] == ["data:/data"]
    assert {name for name, one in COMPOSE["services"].items() if "ports" in one} == {"proxy"}


def test_the_web_server_begins_after_every_schema_is_at_head():
    for name in ("web", "worker", "clock"):
        assert OURS[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_every_file_that_is_mounted_is_there():
    for service in COMPOSE["services"].values():
        for mount in service.get("volumes", []):
            source = mount.partition(":")[0]
            assert not source.startswith(".") or (DEPLOY / source).exists(), source


def test_the_password_that_serves_pages_is_not_the_superusers():
    script = DEPLOY / "postgres/first-start.sh"
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert script.read_text().rstrip().endswith("'ALTER ROLE CURRENT_USER PASSWORD NULL'")
