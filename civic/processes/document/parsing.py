"""From the stored document to Rules, or RulesError saying where it is wrong.

Only what could not be carried out is refused here. What can be carried out and is unwise (a window
shorter than the deadline, a stage nothing leads to) is found by the linter, with a sentence.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from civic.processes.document.checking import check
from civic.processes.document.conditions import judged_at_the_end, read_condition
from civic.processes.document.reading import Reader, RulesError
from civic.processes.document.shapes import (
    AnswerRules,
    CommitteeRules,
    CountingRules,
    DebateRules,
    Electorate,
    Gate,
    Limit,
    Otherwise,
    Population,
    RefusalCode,
    Requirement,
    RescueRules,
    Rules,
    Seats,
    Stage,
    VoteRules,
    Window,
)
from civic.processes.document.upgrading import upgraded
from civic.processes.kinds import (
    ENDS_THE_WAY,
    OUTCOMES,
    Answerer,
    AnswerForm,
    CountedFrom,
    DayUnit,
    DebateForm,
    Deed,
    Dismissal,
    Effect,
    Expiry,
    Ground,
    Identity,
    Judged,
    Majority,
    Outcome,
    Rescue,
    Shown,
    StageKind,
    Tie,
    Track,
    Unverified,
    Visibility,
)

FORMAT = 2


def parse_rules(document: dict[str, Any]) -> Rules:
    """Raises RulesError unless the document is complete and can be carried out."""
    reader = Reader(upgraded(document))
    if reader.whole("format", FORMAT) != FORMAT:
        raise RulesError("format", _("This document is written for another version of Madang."))
    populations = tuple(_population(each) for each in reader.tables("populations"))
    rules = Rules(
        track=reader.choice("track", Track, Track.CITIZEN_PROPOSAL),
        stages=_stages(reader, {one.key: one.people for one in populations}),
        answers=_answers(reader),
        rescuing=_rescue(reader.table("rescue")),
        counting=_counting(reader.table("counting")),
        merging=reader.flag("merging", default=False),
        eligibility=_eligibility(reader.table("eligibility")),
        limits=tuple(_limit(each) for each in reader.tables("limits")),
        populations=populations,
        refusals=tuple(_refusal(each) for each in reader.tables("refusals")),
        labels=reader.labels(),
    )
    reader.finish()
    check(rules)
    return rules


def _stages(reader: Reader, populations: Mapping[str, int]) -> tuple[Stage, ...]:
    each = list(reader.tables("stages"))
    kinds = [stage.choice("kind", StageKind) for stage in each]
    keys = [stage.key("key", kind.value) for stage, kind in zip(each, kinds, strict=True)]
    return tuple(
        _stage(stage, kind, key, keys, populations)
        for stage, kind, key in zip(each, kinds, keys, strict=True)
    )


def _stage(
    reader: Reader, kind: StageKind, key: str, keys: list[str], populations: Mapping[str, int]
) -> Stage:
    following = keys[keys.index(key) + 1 :]
    stage = Stage(
        key=key,
        kind=kind,
        labels=reader.labels(),
        window=reader.optional("window", _window),
        gates=tuple(_gate(each, populations) for each in reader.tables("gates")),
        otherwise=_otherwise(reader.table("otherwise")),
        ways=_ways(reader.table("ways"), kind, following),
        visibility=reader.choice("visibility", Visibility, Visibility.PUBLIC),
        without=frozenset(reader.choices("without", Deed)),
        hand_moves=reader.keys("hand_moves"),
        answer=reader.text("answer", ""),
        committee=reader.optional("committee", _committee),
        debate=reader.optional("debate", _debate),
        vote=reader.optional("vote", _vote),
    )
    reader.finish()
    return stage


def _ways(reader: Reader, kind: StageKind, following: list[str]) -> tuple[tuple[Outcome, str], ...]:
    """Where nothing is said: what was accepted goes on to the next stage, what was not ends."""
    ways = {}
    for outcome in OUTCOMES.get(kind, ()):
        end = following[-1] if following else ""
        usual = end if outcome in ENDS_THE_WAY else (following[0] if following else "")
        ways[outcome] = reader.key(outcome.value, usual or "-")
    reader.finish()
    return tuple(ways.items())


def _window(reader: Reader) -> Window:
    grace = reader.table("grace")
    window = Window(
        days=reader.period("days", least=1),
        unit=reader.choice("unit", DayUnit, DayUnit.CALENDAR),
        counted_from=reader.choice("counted_from", CountedFrom, CountedFrom.ENTRY),
        grace=tuple(sorted((_deed(grace, name), grace.period(name)) for name in grace.names())),
    )
    if window.unit == DayUnit.MONTHS and window.days > 120:
        raise RulesError(reader.at("days"), _("No period may be longer than ten years."))
    reader.finish()
    return window


def _deed(reader: Reader, name: str) -> Deed:
    return Reader({"deed": name}, reader.path).choice("deed", Deed)


def _gate(reader: Reader, populations: Mapping[str, int]) -> Gate:
    condition = read_condition(reader.table("when"), populations)
    effects = reader.choices("effects", Effect)
    usual = Judged.END if judged_at_the_end(condition) else Judged.ONCE
    gate = Gate(
        key=reader.key("key"),
        when=condition,
        effects=effects,
        to=reader.text("to", ""),
        judged=reader.choice("judged", Judged, usual),
        answer=reader.text("answer", "head" if Effect.HEAD_ANSWERS in effects else ""),
        labels=reader.labels(),
    )
    if judged_at_the_end(condition) and gate.judged == Judged.ONCE:
        raise RulesError(reader.at("judged"), _("A share or a place can only be judged at the end."))
    reader.finish()
    return gate


def _otherwise(reader: Reader) -> Otherwise:
    waits = reader.has("repropose_after_days")
    otherwise = Otherwise(
        how=reader.choice("how", Expiry, Expiry.CLOSE),
        to=reader.text("to", ""),
        answer=reader.text("answer", ""),
        repropose_after_days=reader.period("repropose_after_days") if waits else None,
    )
    reader.finish()
    return otherwise


def _answers(reader: Reader) -> tuple[tuple[str, AnswerRules], ...]:
    """The department's first. Not as they were written: the database keeps no order of keys."""
    table = reader.table("answers")
    answers = [(_name(table, name), _answer(table.table(name), name)) for name in table.names()]
    return tuple(sorted(answers, key=_who_answers_first))


def _who_answers_first(answer: tuple[str, AnswerRules]) -> tuple[bool, int, str]:
    key, rules = answer
    return (key != Answerer.DEPARTMENT, list(Answerer).index(rules.by), key)


def _name(table: Reader, name: str) -> str:
    return Reader({name: name}, table.path).key(name)


def _answer(reader: Reader, name: str) -> AnswerRules:
    usual = Answerer(name) if name in Answerer.values else Answerer.DEPARTMENT
    rules = AnswerRules(
        days=reader.period("days", least=1),
        unit=reader.choice("unit", DayUnit, DayUnit.WORKING),
        extensions=reader.whole("extensions", 0),
        extension_days=reader.period("extension_days", 0),
        by=reader.choice("by", Answerer, usual),
        pauses=reader.whole("pauses", 0),
        pause_days=reader.period("pause_days", 0),
        interim_after_days=reader.period("interim_after_days", 0),
        escalate_after_days=reader.period("escalate_after_days", 0),
        escalate_to=reader.choice("escalate_to", Answerer, Answerer.HEAD),
        forms=reader.choices("forms", AnswerForm, (AnswerForm.TEXT,)),
    )
    if rules.unit == DayUnit.MONTHS:
        raise RulesError(reader.at("unit"), _("Answers are promised in days."))
    if bool(rules.extensions) != bool(rules.extension_days):
        raise RulesError(
            reader.at("extension_days"), _("Say both how often and for how long it may be extended.")
        )
    if bool(rules.pauses) != bool(rules.pause_days):
        raise RulesError(reader.at("pause_days"), _("Say both how often and for how long it may be paused."))
    reader.finish()
    return rules


def _committee(reader: Reader) -> CommitteeRules:
    rules = CommitteeRules(
        seats=tuple(_seats(each) for each in reader.tables("seats")),
        term_months=reader.period("term_months", 0),
        quorum=reader.share("quorum") if reader.has("quorum") else None,
        majority=reader.choice("majority", Majority, Majority.HALF),
        again_if_short=reader.flag("again_if_short", default=True),
    )
    reader.finish()
    return rules


def _seats(reader: Reader) -> Seats:
    seats = Seats(labels=reader.labels(), count=reader.positive("count"))
    reader.finish()
    return seats


def _debate(reader: Reader) -> DebateRules:
    rules = DebateRules(
        form=reader.choice("form", DebateForm, DebateForm.OPEN),
        reason_required=reader.flag("reason_required", default=False),
        shown=reader.choice("shown", Shown, Shown.LIVE),
        hand_over_days=reader.period("hand_over_days", 0),
        publish_days=reader.period("publish_days", 0),
    )
    reader.finish()
    return rules


def _vote(reader: Reader) -> VoteRules:
    rules = VoteRules(
        choices=reader.whole("choices", 1, least=1),
        exactly=reader.flag("exactly", default=False),
        one_per_category=reader.flag("one_per_category", default=False),
        budget=reader.whole("budget", 0),
        may_change=reader.flag("may_change", default=True),
        shown=reader.choice("shown", Shown, Shown.AT_THE_END),
        electorates=tuple(_electorate(each) for each in reader.tables("electorates")),
    )
    if rules.electorates and sum(one.share for one in rules.electorates) != 1:
        raise RulesError(reader.at("electorates"), _("The weights must add up to the whole."))
    reader.finish()
    return rules


def _electorate(reader: Reader) -> Electorate:
    electorate = Electorate(labels=reader.labels(), share=reader.share("share"))
    reader.finish()
    return electorate


def _rescue(reader: Reader) -> RescueRules:
    rules = RescueRules(
        by=reader.choice("by", Rescue, Rescue.NONE),
        grounds=reader.choices("grounds", Ground),
        within_days=reader.period("within_days", 0),
        similar_at_least=reader.whole("similar_at_least", 0),
        to=reader.text("to", ""),
    )
    reader.finish()
    return rules


def _counting(reader: Reader) -> CountingRules:
    rules = CountingRules(
        unverified=reader.choice("unverified", Unverified, Unverified.COUNTED),
        dislike=reader.flag("dislike", default=False),
        offline_counts=reader.flag("offline_counts", default=False),
    )
    reader.finish()
    return rules


def _eligibility(reader: Reader) -> tuple[tuple[Deed, Requirement], ...]:
    asked = [(_deed(reader, name), _requirement(reader.table(name))) for name in reader.names()]
    return tuple(sorted(asked, key=lambda one: list(Deed).index(one[0])))


def _requirement(reader: Reader) -> Requirement:
    requirement = Requirement(
        member=reader.flag("member", default=True),
        mail_confirmed=reader.flag("mail_confirmed", default=False),
        identity=reader.choice("identity", Identity, Identity.NONE),
        ties=reader.choices("ties", Tie),
        min_age=reader.whole("min_age", 0),
        no_staff=reader.flag("no_staff", default=False),
    )
    reader.finish()
    return requirement


def _limit(reader: Reader) -> Limit:
    limit = Limit(
        deed=reader.choice("deed", Deed), count=reader.positive("count"), days=reader.period("days", least=1)
    )
    reader.finish()
    return limit


def _population(reader: Reader) -> Population:
    population = Population(
        key=reader.key("key"),
        people=reader.positive("people"),
        as_of=_day(reader, "as_of"),
        labels=reader.labels(),
    )
    reader.finish()
    return population


def _day(reader: Reader, name: str) -> date | None:
    if not reader.has(name):
        return None
    value = reader.raw(name)
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise RulesError(reader.at(name), _("A date such as 2026-01-31 is expected here.")) from None


def _refusal(reader: Reader) -> RefusalCode:
    code = RefusalCode(
        code=reader.key("code"),
        how=reader.choice("how", Dismissal, Dismissal.REFUSED),
        labels=reader.labels(),
    )
    reader.finish()
    return code
