"""People speak in a debate: opinions with reasons, replies, votes without words, and the moderators' notes."""

from datetime import datetime, timedelta
from random import Random

from civic.debates.models import Debate, Opinion, OpinionSupport
from civic.debates.preparing import write_note
from civic.demo.staging import Stage, Story
from civic.journeys.debate import opine
from platform_core.accounts.models import User

MINUTE = timedelta(minutes=1)


def discussed(debate: Debate, story: Story, stage: Stage, chance: Random) -> None:
    """In the order in which it was said: nobody answers before they were spoken to."""
    said: list[Opinion] = []
    for line in story.get("opinion", []):
        parent = said[line["reply_to"]] if "reply_to" in line else None
        said.append(
            opine(
                debate=debate,
                author=_speaker(line["by"], stage, story),
                side="" if parent else line.get("side", ""),
                body=line["text"],
                parent=parent,
                at=_moment(debate, line["days_ago"], said, stage, chance),
            )
        )
    for opinion, line in zip(said, story.get("opinion", []), strict=True):
        _supported(opinion, line.get("supports", 0), stage, chance)
    _voted(debate, story, stage, chance)
    for note in story.get("note", []):
        at = max(stage.ago(note["days_ago"], chance), debate_begin(debate) + MINUTE)
        write_note(debate=debate, body=note["text"], by=stage.cast.moderator, at=at)


def _speaker(key: str, stage: Stage, story: Story) -> User:
    """A citizen; or «department», whoever answers for the one that asks."""
    return stage.cast.respondents[story["department"]] if key == "department" else stage.cast.citizens[key]


def debate_begin(debate: Debate) -> datetime:
    assert debate.opened_at is not None
    return debate.opened_at


def _moment(debate: Debate, days_ago: float, said: list[Opinion], stage: Stage, chance: Random) -> datetime:
    last = said[-1].written_at if said else debate_begin(debate)
    return max(stage.ago(days_ago, chance), last + 2 * MINUTE)


def _supported(opinion: Opinion, wanted: int, stage: Stage, chance: Random) -> None:
    """By so many of the crowd, between when it was said and now or the end; counted."""
    if not wanted:
        return
    until = min(stage.now, opinion.debate.closes_at or stage.now)
    span = (until - opinion.written_at).total_seconds()
    others = [one for one in stage.cast.crowd if one.pk != opinion.author_id]
    OpinionSupport.objects.bulk_create(
        OpinionSupport(
            opinion=opinion,
            citizen=person,
            given_at=opinion.written_at + timedelta(seconds=chance.random() * span),
        )
        for person in chance.sample(others, min(wanted, len(others)))
    )
    Opinion.objects.filter(pk=opinion.pk).update(support_count=wanted)


def _voted(debate: Debate, story: Story, stage: Stage, chance: Random) -> None:
    """Those who take a side and add no words."""
    wanted = story.get("votes", {})
    spoken = {
        stage.cast.citizens[key].pk
        for line in story.get("opinion", [])
        if (key := line["by"]) != "department"
    }
    silent = [one for one in stage.cast.crowd if one.pk not in spoken]
    people = iter(chance.sample(silent, sum(wanted.values())))
    begin = debate_begin(debate)
    span = (min(stage.now, debate.closes_at or stage.now) - begin).total_seconds() - 120
    for side, count in wanted.items():
        for _number in range(count):
            at = begin + timedelta(seconds=60 + chance.random() * span)
            opine(debate=debate, author=next(people), side=side, at=at)
