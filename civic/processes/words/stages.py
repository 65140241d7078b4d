"""Stages as sentences: what happens in one, for how long, and how it is left."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.processes.document import Rules, Stage, Window
from civic.processes.kinds import ANSWERED, TIMED, CountedFrom, Deed, Expiry, Outcome, StageKind, Visibility
from civic.processes.words.answers import promise_sentence
from civic.processes.words.blocks import block_sentences
from civic.processes.words.gates import gate_sentences
from civic.processes.words.phrases import span, stage_name
from civic.processes.words.saying import Place, Sentence

SUMMARIES = {
    StageKind.SCREENING: gettext_lazy("Staff check, by the published reasons, whether it can be taken up."),
    StageKind.ENDORSING: gettext_lazy("A first circle of people endorses it before it is opened to all."),
    StageKind.GATHERING: gettext_lazy(
        "Everyone reads, supports and comments. Its author can still change it."
    ),
    StageKind.REVIEWING: gettext_lazy("Staff find the department that is in charge."),
    StageKind.ANSWERING: gettext_lazy("The answer is prepared. Everyone sees by when it is due."),
    StageKind.COMMITTEE: gettext_lazy("A committee deliberates and decides, with its reason in public."),
    StageKind.DEBATING: gettext_lazy("It is discussed in public."),
    StageKind.VOTING: gettext_lazy("Those who are entitled vote on it."),
    StageKind.CARRYING_OUT: gettext_lazy(
        "It was adopted. The department tells what is planned, done and achieved."
    ),
    StageKind.CLOSED: gettext_lazy("It is finished. The whole story stays here to read."),
}
_WITHOUT = {
    Deed.PROPOSE: gettext_lazy("Nothing new is written in this stage."),
    Deed.SUPPORT: gettext_lazy("Support is not possible in this stage."),
    Deed.DISLIKE: gettext_lazy("One cannot say here that one disagrees."),
    Deed.COMMENT: gettext_lazy("Comments are not possible in this stage."),
    Deed.EDIT: gettext_lazy("Its author cannot change it in this stage."),
    Deed.WITHDRAW: gettext_lazy("Its author cannot withdraw it in this stage."),
    Deed.VOTE: gettext_lazy("Votes are not cast in this stage."),
    Deed.ANSWER: gettext_lazy("It is not answered in this stage."),
    Deed.REPORT_PROGRESS: gettext_lazy("Progress is not reported in this stage."),
}
_WAYS = {
    Outcome.ACCEPTED: gettext_lazy("When it is accepted, it goes on to “%(stage)s”."),
    Outcome.REFUSED: gettext_lazy(
        "When it is not accepted, the reason is public and it goes to “%(stage)s”."
    ),
    Outcome.ASSIGNED: gettext_lazy("When the department has been found, it goes on to “%(stage)s”."),
    Outcome.ADOPTED: gettext_lazy("When the answer adopts it, it goes on to “%(stage)s”."),
    Outcome.PARTLY: gettext_lazy("When the answer adopts a part of it, it goes on to “%(stage)s”."),
    Outcome.DECLINED: gettext_lazy("When the answer declines it, it goes to “%(stage)s”."),
    Outcome.FINISHED: gettext_lazy("When it has been carried out, it goes to “%(stage)s”."),
}
# Where a threshold may be missed, and where only the time runs out.
_EXPIRIES = {
    Expiry.CLOSE: (
        gettext_lazy("What stays below is closed when the time is over, and stays readable."),
        gettext_lazy("When the time is over, it is closed and stays readable."),
    ),
    Expiry.ARCHIVE: (
        gettext_lazy("What stays below is kept in the archive when the time is over, apart from the list."),
        gettext_lazy("When the time is over, it is kept in the archive, apart from the list."),
    ),
    Expiry.HAND_TO_DEPARTMENT: (
        gettext_lazy("What stays below is answered all the same, within %(answer)s."),
        gettext_lazy("When the time is over, it is answered within %(answer)s."),
    ),
    Expiry.MONTHLY_LIST: (
        gettext_lazy("What stays below goes on the list that is looked through every month."),
        gettext_lazy("When the time is over, it goes on the list that is looked through every month."),
    ),
    Expiry.GO_ON: (
        gettext_lazy("What stays below goes on to “%(stage)s” when the time is over."),
        gettext_lazy("When the time is over, it goes on to “%(stage)s”."),
    ),
}
_VISIBLE = {
    Visibility.BY_LINK: gettext_lazy("In this stage it is not listed; whoever has its address can read it."),
    Visibility.AUTHOR_AND_STAFF: gettext_lazy("In this stage only its author and the staff can read it."),
}


def stage_sentences(rules: Rules, stage: Stage, place: Place) -> Iterator[Sentence]:
    yield from _window(stage, place)
    if stage.visibility in _VISIBLE:
        yield place.say("visibility", _VISIBLE[stage.visibility])
    if stage.answer or _is_sent_here_to_be_answered(rules, stage):
        promised = dict(rules.answers).get(stage.answer) or rules.answer
        yield place.say("answer", promise_sentence(promised), rule=(stage.key, stage.answer))
    for number, gate in enumerate(stage.gates):
        inner = place.inner(f"gates.{gate.key}", f"gates.{number}")
        yield from gate_sentences(rules, stage, gate, inner)
    yield from block_sentences(stage, place)
    for outcome, to in stage.ways:
        said = str(_WAYS[outcome]) % {"stage": stage_name(rules, to)}
        yield place.say(f"ways.{outcome.value}", said, rule=to)
    if stage.kind in TIMED:
        yield from expiry_sentences(rules, stage, place)
    for deed in sorted(stage.without):
        yield place.say(f"without.{deed.value}", _WITHOUT[deed], "without")
    for to in stage.hand_moves:
        said = _("Staff may move it to “%(stage)s” by hand, with a public reason.")
        yield place.say(f"hand_moves.{to}", said % {"stage": stage_name(rules, to)}, "hand_moves", rule=to)


def _is_sent_here_to_be_answered(rules: Rules, stage: Stage) -> bool:
    """By what people decided: what a gate promises is said at the gate."""
    return stage.kind in ANSWERED and any(
        stage.key == to and one.kind not in ANSWERED for one in rules.stages for _outcome, to in one.ways
    )


def window_sentence(kind: StageKind, window: Window) -> str:
    blanks = {"window": span(window.days, window.unit)}
    if kind not in TIMED:
        return _("This is to be done within %(window)s.") % blanks
    if window.counted_from == CountedFrom.REGISTRATION:
        return _("It lasts %(window)s from the day it was registered, to the end of the last day.") % blanks
    return _("It lasts %(window)s from the day it came here, to the end of the last day.") % blanks


def _window(stage: Stage, place: Place) -> Iterator[Sentence]:
    if stage.window is None:
        return
    yield place.say("window", window_sentence(stage.kind, stage.window))
    for deed, days in stage.window.grace:
        said = _("For %(days)s after that, this is still possible: %(deed)s.")
        blanks = {"days": span(days), "deed": deed.label}
        yield place.say(f"window.grace.{deed.value}", said % blanks)


def expiry_sentences(rules: Rules, stage: Stage, place: Place) -> Iterator[Sentence]:
    otherwise = stage.otherwise
    below, over = _EXPIRIES[otherwise.how]
    key = otherwise.answer or (rules.stage(otherwise.to).answer if otherwise.to else "")
    promised = dict(rules.answers).get(key) or rules.answer
    blanks = {
        "stage": stage_name(rules, otherwise.to) if otherwise.to else "",
        "answer": span(promised.days, promised.unit),
    }
    yield place.say("otherwise", str(below if stage.gates else over) % blanks, rule=otherwise)
    wait = otherwise.repropose_after_days
    if wait is not None:
        said = (
            _("Its author may propose it again after %(days)s.") % {"days": span(wait)}
            if wait
            else _("Its author may propose it again at once.")
        )
        yield place.say("otherwise.repropose_after_days", said)
