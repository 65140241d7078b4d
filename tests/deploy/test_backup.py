"""A backup is taken, read back, and one institution is loaded from it beside the running database."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from deploy.local.pgbinaries import PACKAGE
from tenants.context import public

SCRIPTS = Path(__file__).parents[2] / "deploy/backup"


def programs() -> str:
    """PATH with a pg_dump that is not older than the server."""
    found = find_spec(PACKAGE)
    wheel = Path((found.submodule_search_locations or [""])[0] if found else "") / "pginstall/bin"
    here = shutil.which("pg_dump")
    if here is not None:
        said = subprocess.run([here, "--version"], capture_output=True, text=True, check=True).stdout
        if int(said.split()[2].partition(".")[0]) >= connection.pg_version // 10_000:
            return os.environ["PATH"]
    return f"{wheel}:{os.environ['PATH']}"


def address(name: str) -> str:
    known = connection.settings_dict
    host = str(known["HOST"])
    by_socket = host.startswith("/") or not host
    query = (
        urlencode({"host": host, **({"port": known["PORT"]} if known["PORT"] else {})}) if by_socket else ""
    )
    place = "" if by_socket else f"{host}:{known['PORT'] or 5432}"
    password = f":{quote(str(known['PASSWORD']), safe='')}" if known["PASSWORD"] else ""
    return (
        f"postgres://{quote(str(known['USER']), safe='')}{password}@{place}/{name}" + f"?{query}" * by_socket
    )


@pytest.fixture
def run(tmp_path):
    environment = {
        **os.environ,
        "PATH": programs(),
        "DATABASE_URL": address(str(connection.settings_dict["NAME"])),
        "BACKUPS": str(tmp_path),
        "MEDIA": str(tmp_path / "media"),
    }

    def run(script: str, *arguments: str, well: bool = True) -> str:
        ran = subprocess.run(
            [str(SCRIPTS / script), *arguments], env=environment, capture_output=True, text=True, check=False
        )
        assert (ran.returncode == 0) is well, ran.stdout + ran.stderr
        return ran.stdout.strip() or ran.stderr.strip()

    return run


def psql(database: str, statement: str) -> str:
    command = ["psql", address(database), "-XAtq", "-c", statement]
    environment = {**os.environ, "PATH": programs()}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_one_city_comes_back_from_a_backup_and_a_damaged_backup_is_found(haneul, bada, run, tmp_path):
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "picture.txt").write_text("사진")
    (tmp_path / "20200101T000000Z.part").mkdir()
    folder = Path(run("take").splitlines()[-1])
    assert not (tmp_path / "20200101T000000Z.part").exists(), "what was cut short is gone"
    assert run("verify", str(folder)).startswith("whole:")
    with public():
        schemas = [haneul.schema_name, bada.schema_name]
    assert {one.stem for one in (folder / "schemas").iterdir()} >= set(schemas)
    here = str(connection.settings_dict["NAME"])
    aside = f"{here}_aside"
    psql(here, f"DROP DATABASE IF EXISTS {aside}")
    psql(here, f"CREATE DATABASE {aside}")
    try:
        run("restore-institution", str(folder), schemas[0], address(aside))
        count = f"SELECT count(*) FROM pg_tables WHERE schemaname = '{schemas[0]}'"
        assert psql(aside, count) == psql(here, count) != "0"
        assert psql(aside, "SELECT count(*) FROM tenants_institution") != "0"
        assert psql(aside, count.replace(*schemas)) == "0", "the neighbour stays where it is"
        run("restore-institution", str(folder), schemas[0], address(aside), well=False)
    finally:
        psql(here, f"DROP DATABASE {aside}")
    damaged = folder / "schemas" / f"{schemas[1]}.dump"
    damaged.write_bytes(damaged.read_bytes()[:-1_000])
    run("verify", str(folder), well=False)
    damaged.unlink()
    sums = folder / "SHA256SUMS"
    sums.write_text("".join(line for line in sums.open() if schemas[1] not in line))
    assert "missing" in run("verify", str(folder), well=False)
