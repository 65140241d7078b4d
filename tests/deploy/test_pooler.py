"""A real PgBouncer before PostgreSQL: with our configuration nobody is served from the neighbour's house; with the mode
that it forbids, somebody is."""

import configparser
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from deploy.local.pooler import find_pooler, pooler_environment
from tests.deploy.test_caddy import free_port, listens
from tests.waiting import until

CONFIG = Path(__file__).parents[2] / "deploy/kubernetes/pgbouncer.ini"
PGBOUNCER = find_pooler()
pytestmark = pytest.mark.skipif(PGBOUNCER is None, reason="PgBouncer is not here and cannot be fetched")


@pytest.fixture
def pooler(tmp_path) -> Iterator[Callable[..., int]]:
    """`pooler(**differently)`: our configuration before the test's database, on a port of its own, which is returned."""
    with ExitStack() as stack:

        def start(**differently: str) -> int:
            port = free_port()
            file = tmp_path / f"{port}.ini"
            file.write_text(_written(port, differently))
            as_nobody = ["-u", "nobody"] if os.geteuid() == 0 else []
            process = subprocess.Popen(
                [str(PGBOUNCER), "-q", *as_nobody, str(file)],
                env=pooler_environment(),
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait, 20)
            stack.callback(process.kill)
            until(lambda: listens(port) or process.poll() is not None, "PgBouncer listens")
            assert process.poll() is None
            return port

        yield start


def _written(port: int, differently: dict[str, str]) -> str:
    known = connection.settings_dict
    server = f"host={known['HOST'] or '/var/run/postgresql'} port={known['PORT'] or 5432} user={known['USER'] or 'postgres'}"
    if known["PASSWORD"]:
        server += f" password={known['PASSWORD']}"
    config = configparser.ConfigParser(interpolation=None)
    config.read_string(CONFIG.read_text())
    config["databases"] = {"*": server}
    config["pgbouncer"].update(
        {"listen_addr": "127.0.0.1", "listen_port": str(port), "auth_type": "any", "unix_socket_dir": ""}
    )
    del config["pgbouncer"]["auth_file"]
    config["pgbouncer"].update(differently)
    lines = [
        f"[{part}]\n" + "".join(f"{key} = {value}\n" for key, value in config[part].items())
        for part in config.sections()
    ]
    return "\n".join(lines)


def process_at(port: int) -> Any:
    """What a web process has: Madang's own connection, through the pooler."""
    one = connections.create_connection("default")
    one.settings_dict = {**one.settings_dict, "HOST": "127.0.0.1", "PORT": str(port)}
    return one


def stands_in(one: Any) -> str:
    with one.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def test_every_process_stays_in_its_own_house_however_few_connections_there_are(
    fresh_institution, standing, pooler
):
    port = pooler(default_pool_size="1", reserve_pool_size="0")
    houses = [fresh_institution, standing.haneul, standing.bada] * 4
    for house in houses:
        # One connection to PostgreSQL for all: each is given it wiped, when the one before has let go.
        with closing(process_at(port)) as one:
            assert stands_in(one) == "public"
            one.set_tenant(house)
            assert [stands_in(one), stands_in(one)] == [house.schema_name] * 2


def test_whoever_finds_no_connection_in_time_is_told_and_nobody_is_mixed_up(haneul, bada, pooler):
    port = pooler(default_pool_size="1", reserve_pool_size="0", query_wait_timeout="1")
    with closing(process_at(port)) as first, closing(process_at(port)) as second:
        first.set_tenant(haneul)
        assert stands_in(first) == haneul.schema_name
        second.set_tenant(bada)
        with pytest.raises(OperationalError):
            stands_in(second)
        assert stands_in(first) == haneul.schema_name


def test_the_mode_that_is_forbidden_shows_one_citys_pages_to_the_next(haneul, bada, pooler):
    """Why our configuration says `session`: a pooler that gives the connection away between statements leaks."""
    port = pooler(default_pool_size="1", reserve_pool_size="0", pool_mode="transaction")
    with closing(process_at(port)) as first, closing(process_at(port)) as second:
        first.set_tenant(haneul)
        assert stands_in(first) == haneul.schema_name
        second.set_tenant(bada)
        assert stands_in(second) == bada.schema_name
        assert stands_in(first) == bada.schema_name, "the neighbour's house, unasked"


def test_it_is_written_down_as_it_was_tried():
    config = configparser.ConfigParser(interpolation=None)
    config.read_string(CONFIG.read_text())
    assert config["pgbouncer"]["pool_mode"] == "session"
    assert config["pgbouncer"]["server_reset_query"] == "DISCARD ALL"
