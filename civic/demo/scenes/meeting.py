"""행사: gatherings to come, with who has signed up, and one that is over, with what was said."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from civic.debates.models import Debate
from civic.demo.scenes.drawing import drawn
from civic.demo.staging import Stage, Story
from civic.demo.stories import Example
from civic.gatherings.actions import Plan, publish_gathering, write_gathering
from civic.gatherings.attending import check_in, walk_in
from civic.gatherings.minutes import add_file, publish_minutes
from civic.gatherings.models import Gathering
from civic.gatherings.signing import Guest, sign_up, sign_up_by_phone
from civic.proposals.models import Proposal

ANNOUNCED_BEFORE = timedelta(days=24)
KEPT_AFTER = timedelta(days=60)
PLAIN = ("kind", "title", "place", "address", "directions", "access_words", "consent_text", "consent_version")


def met(example: Example, stage: Stage) -> None:
    for story in (example.scene("gatherings") or {}).get("gathering", []):
        _told(story, example, stage)


def _told(story: Story, example: Example, stage: Stage) -> None:
    chance = Random(story["key"])  # noqa: S311
    begins_at = stage.morning(-story["in_days"]) + timedelta(hours=story["hour"] - 9)
    at = min(begins_at - ANNOUNCED_BEFORE, stage.now - timedelta(days=6))
    items = list(Proposal.objects.filter(title__in=[example.title_of(key) for key in story.get("of", [])]))
    debates = list(Debate.objects.filter(question__in=story.get("debates", [])))
    moderator = stage.cast.moderator
    gathering = write_gathering(
        plan=_plan(story, stage, begins_at, at), items=items, debates=debates, by=moderator, at=at
    )
    publish_gathering(gathering=gathering, by=moderator, at=at)
    gathering.refresh_from_db()
    last = min(begins_at - timedelta(hours=30), stage.now - timedelta(minutes=30))
    _signed_up(gathering, story, stage, chance, at, last)
    if "minutes" in story:
        _came(gathering, story, stage, chance)


def _plan(story: Story, stage: Stage, begins_at: datetime, at: datetime) -> Plan:
    words: dict[str, Any] = {name: story[name] for name in PLAIN if name in story}
    ends_at = begins_at + timedelta(hours=story["hours"])
    return Plan(
        **words,
        description=story["description"].strip(),
        begins_at=begins_at,
        ends_at=ends_at,
        access=story["access"],
        department=stage.cast.departments.get(story.get("department", "")),
        signup_opens_at=at,
        signup_closes_at=begins_at - timedelta(hours=24),
        capacity=story.get("capacity"),
        questions=story.get("questions", []),
        kept_until=timezone.localdate(ends_at + KEPT_AFTER),
    )


def _signed_up(
    gathering: Gathering, story: Story, stage: Stage, chance: Random, first: datetime, last: datetime
) -> None:
    """Members one after the other, and whoever called; more than there are places wait."""
    members = chance.sample(stage.cast.crowd, story["signups"])
    moments = sorted(first + (last - first) * chance.random() for _one in members)
    version = gathering.consent_version
    for person, at in zip(members, moments, strict=True):
        sign_up(gathering=gathering, member=person, consented_to=version, at=at)
    for row in story.get("phone", []):
        sign_up_by_phone(
            gathering=gathering,
            guest=Guest(row["name"], phone=row["phone"]),
            answers=row.get("answers", []),
            by=stage.cast.moderator,
            at=last,
        )


def _came(gathering: Gathering, story: Story, stage: Stage, chance: Random) -> None:
    moderator, at = stage.cast.moderator, gathering.begins_at
    going = list(gathering.signups.filter(state="going").order_by("turn"))
    for signup in going[: story["came"]]:
        check_in(signup=signup, by=moderator, at=at)
    for _number in range(story.get("walk_ins", 0)):
        walk_in(gathering=gathering, by=moderator, at=at + timedelta(minutes=5))
    later = min(gathering.ends_at + timedelta(days=4), stage.now - timedelta(minutes=9))
    publish_minutes(
        gathering=gathering,
        minutes=story["minutes"].strip(),
        follows=story["follows"].strip(),
        by=moderator,
        at=later,
    )
    for number, photo in enumerate(story.get("photo", []), start=1):
        taken = drawn(f"{story['key']}-{number}", photo["scene"], seed=story["key"])
        add_file(gathering=gathering, taken=taken, alt=photo["alt"], by=moderator, at=later)
