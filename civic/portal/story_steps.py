"""The steps of a whole chain, from the first idea to what changed: what, when, and where to read more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.ballots.counting import count_of
from civic.debates.models import Debate
from civic.portal.moment import Moment
from civic.portal.moves import crossed, ending_words, moved, recorded
from civic.portal.story_facts import Facts
from civic.processes.kinds import StageKind
from civic.proposals.models import Ending, Origin, Proposal


def steps_of(facts: Facts, at: datetime) -> list[Moment]:
    """Oldest first; each leads to the item it happened to."""
    steps = [
        *_begun(facts),
        *_decided(facts, at),
        *_debated(facts, at),
        *_voted(facts, at),
        *_joined(facts),
        *_carried_out(facts),
        *_ended(facts),
    ]
    steps.sort(key=lambda step: step.at or (_end_of(step.on) if step.on else at))
    return steps if len(facts.items) > 1 else [_of_the_only_one(step) for step in steps]


def _of_the_only_one(step: Moment) -> Moment:
    """Its title stands above the story; only what is told elsewhere in full is worth a way there."""
    if "#" not in step.url:
        return replace(step, url="", url_label="")
    return replace(step, url_label=_("Read it in full"))


def _at(moment: Moment, item: Proposal, anchor: str = "") -> Moment:
    """With the way to the item's page, called by its title."""
    url = reverse("portal:proposal", args=[item.pk]) + anchor
    return replace(moment, url=url, url_label=item.title)


def _begun(facts: Facts) -> Iterator[Moment]:
    for item in facts.items.values():
        if item.origin == Origin.INSTITUTION:
            yield _at(Moment("megaphone", _("The institution asked"), item.submitted_at), item)
        elif item.repeats_id in facts.items:
            yield _at(Moment("refresh", _("Proposed again"), item.submitted_at), item)
        else:
            yield _at(Moment("write", _("Proposed"), item.submitted_at), item)


def _decided(facts: Facts, at: datetime) -> Iterator[Moment]:
    for crossing in facts.crossings:
        item = facts.items[crossing.proposal_id]
        yield from (_at(one, item) for one in crossed(item, crossing))
    for move in facts.moves:
        item = facts.items[move.proposal_id]
        yield from (_at(one, item) for one in moved(item, [move], was_taken_up=False))
    running = {(one.item_id, one.stage_key) for one in facts.debates if not _is_over(one, at)}
    for result in facts.results:
        if (result.proposal_id, result.stage_key) in running:
            continue  # how sides stand may be kept back until it is over
        item = facts.items[result.proposal_id]
        yield _at(recorded(item, result), item)
    for request in facts.requests:
        item, answer = facts.items[request.proposal_id], request.answer
        tones = {"adopted": "good", "partly": "warn", "declined": "bad"}
        title = _("Answered: %(verdict)s") % {"verdict": answer.get_verdict_display()}
        said = Moment(
            "megaphone",
            title,
            answer.published_at,
            tone=tones.get(answer.verdict, ""),
            who=answer.signed_by,
        )
        yield _at(said, item, f"#answer-{answer.pk}")


def _debated(facts: Facts, at: datetime) -> Iterator[Moment]:
    for debate in facts.debates:
        item = facts.items[debate.item_id]
        yield _at(Moment("comment", _("The debate opened"), debate.opened_at, text=debate.question), item)
        if _is_over(debate, at):
            over_at = debate.closes_at or debate.concluded_at
            yield _at(Moment("chart", _("The debate ended"), over_at, text=debate_words(debate)), item)


def _voted(facts: Facts, at: datetime) -> Iterator[Moment]:
    """When people could vote, and how many did. What came of it is told by the result."""
    for ballot, number in facts.ballots:
        item = facts.items[number]
        yield _at(Moment("check-circle", _("The vote opened"), ballot.opened_at, text=ballot.question), item)
        if ballot.counted_at is not None and ballot.counted_at <= at:
            papers = intcomma(count_of(ballot).papers)
            words = _("%(count)s people voted") % {"count": papers}
            yield _at(Moment("chart", _("The votes were counted"), ballot.counted_at, text=words), item)


def _is_over(debate: Debate, at: datetime) -> bool:
    over_at = debate.closes_at or debate.concluded_at
    return over_at is not None and over_at <= at


def debate_words(debate: Debate) -> str:
    """How many took part, and on which side they stood."""
    stat = getattr(debate, "stat", None)
    if stat is None:
        return ""
    words = [_("%(count)s people took part") % {"count": intcomma(stat.participants)}]
    if stat.pro or stat.con:
        sides = {"pro": intcomma(stat.pro), "con": intcomma(stat.con), "other": intcomma(stat.other)}
        words.append(_("for %(pro)s, against %(con)s, other %(other)s") % sides)
    return " · ".join(words)


def _joined(facts: Facts) -> Iterator[Moment]:
    for link in facts.links:
        later = facts.items[link.later_id]
        earlier = {"title": facts.items[link.earlier_id].title}
        yield _at(Moment("link", _("From “%(title)s” grew:") % earlier, link.at), later)
    for merger in facts.mergers:
        merged = {"title": facts.items[merger.merged_id].title}
        text = _("Reason: %(reason)s") % {"reason": merger.reason} if merger.reason else ""
        joined = Moment("transfer", _("“%(title)s” was joined with:") % merged, merger.at, text=text)
        yield _at(joined, facts.items[merger.kept_id])


def _carried_out(facts: Facts) -> Iterator[Moment]:
    """One story for items that are carried out together, told at the first of them."""
    places = {one.execution_id: facts.items[one.proposal_id] for one in reversed(facts.carried)}
    executions = {one.execution_id: one.execution for one in facts.carried}
    for pk, execution in executions.items():
        who = execution.department.name if execution.department else ""
        yield _there(
            Moment("hammer", _("It began to be carried out"), execution.opened_at, who=who), places[pk]
        )
        if execution.planned_at is not None:
            yield _there(
                Moment("list", _("The plan was published"), execution.planned_at), places[pk], "#plan"
            )
    for milestone in facts.milestones:
        title = _("Done: %(name)s") % {"name": milestone.title}
        done = Moment("check-circle", title, on=milestone.done_on, tone="good")
        yield _there(done, places[milestone.execution_id], "#milestones")
    icons = {"overview": "list", "progress": "hammer", "outcome": "sprout"}
    for note in facts.notes:
        tone = "good" if note.kind == "outcome" else ""
        told = Moment(icons[note.kind], note.get_kind_display(), note.at, tone=tone)
        yield _there(told, places[note.execution_id or 0], f"#note-{note.pk}")


def _there(moment: Moment, item: Proposal, anchor: str = "") -> Moment:
    url = reverse("portal:execution", args=[item.pk]) + anchor
    return replace(moment, url=url, url_label=item.title)


def _end_of(day: date) -> datetime:
    """A day without an hour stands after what happened on it."""
    instant = timezone.make_aware(datetime.combine(day, time.min)) + timedelta(days=1, microseconds=-1)
    return instant.astimezone(UTC)


def _ended(facts: Facts) -> Iterator[Moment]:
    for item in facts.items.values():
        if (
            item.stage != StageKind.CLOSED
            or not item.closed_at
            or item.closed_as in (Ending.ANSWERED, Ending.MERGED)
        ):
            continue
        tone = "good" if item.closed_as == Ending.CARRIED_OUT else ""
        icon = "check-circle" if tone else "archive"
        yield _at(Moment(icon, ending_words(Ending(item.closed_as)), item.closed_at, tone=tone), item)
