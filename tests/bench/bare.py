"""Unique inserts by SQL: what the database alone can take."""

import multiprocessing
import os
import time
from threading import Thread
from urllib.parse import unquote

import psycopg

INSERT = (
    "INSERT INTO proposals_support (proposal_id, citizen_id, given_at) VALUES (%s, %s, clock_timestamp())"
)


def insert_supports(schema: str, proposal: int, clients: int, people: int, seconds: float) -> float:
    """Inserts per second of `clients` connections, each insert its own transaction, each citizen once."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_insert, (os.environ["DATABASE_URL"], schema, proposal, clients, people, seconds))


def _insert(url: str, schema: str, proposal: int, clients: int, people: int, seconds: float) -> float:
    counts = [0] * clients
    begun = time.perf_counter()

    def press(client: int) -> None:
        with psycopg.connect(unquote(url), autocommit=True, options=f"-c search_path={schema}") as connection:
            for citizen in range(client + 1, people + 1, clients):
                if time.perf_counter() - begun >= seconds:
                    return
                connection.execute(INSERT, (proposal, citizen))
                counts[client] += 1

    threads = [Thread(target=press, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begun)
