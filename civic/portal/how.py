"""How a process works, in three lines with the numbers of its own rules: for whoever chooses one."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from civic.portal.choices import ProcessChoice, VersionChoice, open_choices, processes
from civic.processes.document import Rules
from civic.processes.models import Process
from civic.processes.queries import rules_of
from civic.processes.words import promise_sentence, what_awaits
from civic.proposals.rules import may_propose
from platform_core.access import Verdict


@dataclass(frozen=True, slots=True)
class Way:
    """An open process as a citizen chooses it."""

    key: str
    name: str
    summary: str
    lines: tuple[str, ...]
    rules: Rules
    version_id: int
    # Why whoever asks may begin none here, for now.
    refusal: Verdict | None = None
    # Of a name in another language than the page's; else "".
    lang: str = ""


def open_ways(person: Any = None) -> list[Way]:
    """Every process that citizens may begin something in, in the institution's order.

    No query once they are remembered; for a `person` who is signed in, those that their rules need.
    """
    return [_way(one, person) for one in open_choices()]


def all_ways() -> list[Way]:
    """Every open process, also those in which the institution begins: in all of them citizens take part."""
    return [_way(one, None) for one in processes().shown if one.current_version_id is not None]


def _way(one: ProcessChoice, person: Any) -> Way:
    assert one.current_version_id is not None
    rules = rules_of(one.current_version_id)
    return Way(
        one.key,
        one.name,
        one.summary,
        three_lines(rules),
        rules,
        one.current_version_id,
        _refusal(one, person),
        one.lang,
    )


def _refusal(one: ProcessChoice, person: Any) -> Verdict | None:
    """Nobody is told to sign in here: strangers may write first."""
    if person is None or not person.is_authenticated:
        return None
    process = Process(track=one.track, is_open=one.is_open, current_version_id=one.current_version_id)
    verdict = may_propose(person, process, timezone.now())
    return None if verdict.allowed else verdict


def three_lines(rules: Rules) -> tuple[str, ...]:
    """How it begins, what it must reach, and, where that leaves room, who answers by when."""
    return (*what_awaits(rules), promise_sentence(rules.answer))[:3]


def rules_address(followed: VersionChoice) -> str:
    """The page of the very version that something follows."""
    return reverse("portal:guide_version", args=[followed.process.key, followed.number])
