"""Power cuts: workers die in the middle, and afterwards everything happened, once."""

import json
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.e2e.database import Facts
from tests.e2e.stack import City, Stack
from tests.processes import Running, free_port, worker
from tests.waiting import until

EVENTS = 120
KILLS = 3
CONCURRENCY = 2


class PostOffice:
    """A mail server that counts what it was handed, by Message-ID."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken[message_from_bytes(envelope.content)["Message-ID"]] += 1
        return "250 OK"


@pytest.fixture
def post_office() -> Iterator[tuple[PostOffice, dict[str, str]]]:
    office, port = PostOffice(), free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    yield (
        office,
        {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(port),
        },
    )
    controller.stop()


@pytest.fixture
def hire(stack: Stack, tmp_path: Any) -> Iterator[Any]:
    """`hire(EMAIL_PORT="…")`: another worker, after the one before is gone. The stack gets its own back."""
    for city in (stack.haneul, stack.bada, stack.goyo):
        until(lambda city=city: is_quiet(city.facts), f"{city.host} has nothing left to do", seconds=90)
    stack.programs["worker"].stop()
    hired: list[Running] = []

    def start(**more: str) -> Running:
        hired.append(worker({**stack.environment, **more}, tmp_path / "worker.log", concurrency=CONCURRENCY))
        return hired[-1]

    yield start
    for one in hired:
        one.kill()
    stack.programs["worker"] = worker(stack.environment, tmp_path / "worker.log")


def record_progress(city: City, number: int, count: int) -> None:
    """What `execution.progress.reported` writes, `count` times in one transaction."""
    city.facts.run(
        "INSERT INTO events_event (kind, subject_type, subject_id, at, data, attempts, last_error)"
        " SELECT 'execution.progress.reported', 'proposals.proposal', %s, now(), %s::jsonb, 0, ''"
        " FROM generate_series(1, %s)",
        number, json.dumps({"proposal": number, "note": "progress"}), count,
    )  # fmt: skip


def announced(facts: Facts) -> int:
    return int(
        facts.one(
            "SELECT count(*) FROM events_event WHERE kind = 'execution.progress.reported' AND announced_at IS NOT NULL"
        )
    )


def letters(facts: Facts, state: str) -> int:
    return int(facts.one("SELECT count(*) FROM outbound_outboundmail WHERE state = %s", state))


def is_quiet(facts: Facts) -> bool:
    """Every event has been announced and every letter has left."""
    waiting = "SELECT count(*) FROM events_event WHERE announced_at IS NULL"
    return facts.one(waiting) == 0 and letters(facts, "waiting") == 0


def no_lease_holds(facts: Facts) -> None:
    """The two minutes for which a dead worker's letter is kept from the others have passed."""
    facts.run("UPDATE outbound_outboundmail SET send_after = NULL WHERE state = 'waiting'")


def test_workers_killed_mid_outbox_lose_nothing_and_tell_nobody_twice(stack, hire, post_office):
    office, at_the_post_office = post_office
    city, facts = stack.bada, stack.bada.facts
    facts.run("DELETE FROM outbound_outboundmail")
    number = city.scene["fresh"]
    followers = facts.one(
        "SELECT count(*) FROM (SELECT author_id FROM proposals_proposal WHERE id = %s"
        " UNION SELECT citizen_id FROM proposals_support WHERE proposal_id = %s"
        " UNION SELECT author_id FROM proposals_comment WHERE proposal_id = %s) everybody",
        number, number, number,
    )  # fmt: skip
    record_progress(city, number, EVENTS)

    for _ in range(KILLS):
        doomed = hire(**at_the_post_office)
        before = announced(facts)
        until(lambda before=before: announced(facts) > before, "the worker has begun")
        doomed.kill()
    assert 0 < announced(facts) < EVENTS, "it was killed in the middle"

    hire(**at_the_post_office)
    until(lambda: announced(facts) == EVENTS, "every event has been announced")
    no_lease_holds(facts)
    until(lambda: letters(facts, "waiting") == 0, "every letter has left")

    told = facts.rows(
        "SELECT n.event_id, n.user_id, count(*) FROM notifications_notification n JOIN events_event e"
        " ON e.id = n.event_id AND e.kind = 'execution.progress.reported' GROUP BY 1, 2"
    )
    assert len(told) == EVENTS * followers
    assert {row.count for row in told} == {1}
    assert letters(facts, "sent") == EVENTS * followers
    assert len(office.taken) == EVENTS * followers
    # Between handing over and noting it a worker may die: the same letter again, under the same Message-ID.
    assert sum(office.taken.values()) - len(office.taken) <= KILLS * CONCURRENCY


def test_a_worker_killed_at_the_very_crossing_crosses_it_once(stack, hands_in, hire):
    """Its transaction is held up after it has counted and crossed; there it is killed."""
    city, facts = stack.haneul, stack.haneul.facts
    number = hands_in(city).do("all_but_one_support", title="느티나무 쉼터에 등을 달아 주세요")["item"]
    gives_support(facts, number, "citizen@example.org")
    with HeldProposal(stack, city, number) as held:
        doomed = hire()
        until(held.somebody_waits, "the worker is in the middle of the crossing")
        doomed.kill()
    until(lambda: not held.somebody_waits(), "the database has noticed")
    assert facts.one("SELECT count(*) FROM proposals_thresholdcrossing WHERE proposal_id = %s", number) == 0
    assert facts.one("SELECT count(*) FROM proposals_supportdelta WHERE proposal_id = %s", number) == 1

    hire()
    until(
        lambda: facts.one("SELECT 1 FROM answers_answerrequest WHERE proposal_id = %s", number), "it is owed"
    )
    until(lambda: is_quiet(facts), "everybody has been told")
    assert facts.one("SELECT count(*) FROM proposals_thresholdcrossing WHERE proposal_id = %s", number) == 1
    assert facts.one("SELECT count(*) FROM answers_answerrequest WHERE proposal_id = %s", number) == 1
    assert (
        facts.one("SELECT support_count FROM proposals_proposalstat WHERE proposal_id = %s", number)
        == (city.scene["threshold"])
    )
    crossed = "kind = 'proposals.threshold.crossed' AND subject_id = %s"
    assert facts.one(f"SELECT count(*) FROM events_event WHERE {crossed}", number) == 1
    told = facts.rows(
        "SELECT user_id, count(*) FROM notifications_notification WHERE event_id ="
        f" (SELECT id FROM events_event WHERE {crossed}) GROUP BY 1", number,
    )  # fmt: skip
    assert len(told) == city.scene["threshold"] + 1 and {row.count for row in told} == {1}


def gives_support(facts: Facts, number: int, email: str) -> None:
    """The one statement that a support is (civic/proposals/counting.py)."""
    facts.run(
        "WITH given AS (INSERT INTO proposals_support (proposal_id, citizen_id, given_at)"
        " SELECT %s, id, now() FROM accounts_user WHERE email = %s RETURNING proposal_id)"
        " INSERT INTO proposals_supportdelta (proposal_id, amount) SELECT proposal_id, 1 FROM given",
        number, email,
    )  # fmt: skip


class HeldProposal:
    """Somebody else holds the proposal's row, so that whoever wants to move it waits."""

    def __init__(self, stack: Stack, city: City, number: int) -> None:
        self._facts = Facts(stack.database_url, city.scene["schema"])
        self._watch = Facts(stack.database_url, city.scene["schema"])
        self._number = number

    def __enter__(self) -> "HeldProposal":
        self._facts.run("BEGIN")
        self._facts.run("SELECT 1 FROM proposals_proposal WHERE id = %s FOR UPDATE", self._number)
        return self

    def __exit__(self, *_: object) -> None:
        self._facts.run("ROLLBACK")
        self._facts.close()

    def somebody_waits(self) -> bool:
        return bool(
            self._watch.one(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
        )
