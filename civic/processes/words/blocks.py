"""Committee, debate and vote as sentences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from civic.processes.document import Stage
from civic.processes.document.shapes import CommitteeRules, DebateRules, VoteRules
from civic.processes.kinds import DayUnit, DebateForm, Majority, Shown
from civic.processes.words.phrases import named, number, share, span
from civic.processes.words.saying import Place, Sentence

_MAJORITIES = {
    Majority.CONSENSUS: gettext_lazy("The committee decides by consensus."),
    Majority.HALF: gettext_lazy("The committee decides by more than half of those present."),
    Majority.TWO_THIRDS: gettext_lazy("The committee decides by two thirds of those present."),
}
_FORMS = {
    DebateForm.PRO_CON: gettext_lazy("People say whether they are for or against, or neither, and why."),
    DebateForm.OPEN: gettext_lazy("People contribute ideas and opinions."),
    DebateForm.INFORMATION: gettext_lazy("The documents are laid open, and people ask and comment."),
    DebateForm.LAB: gettext_lazy("It is tried out, and people discuss what the trial showed."),
}
_DEBATE_SHOWN = {
    Shown.LIVE: gettext_lazy("How it stands can be seen at any time."),
    Shown.AFTER_TAKING_PART: gettext_lazy("How it stands is seen after taking part."),
    Shown.AT_THE_END: gettext_lazy("How it stood is seen when the discussion is over."),
}
_VOTE_SHOWN = {
    Shown.LIVE: gettext_lazy("The votes can be seen while they are cast."),
    Shown.AFTER_TAKING_PART: gettext_lazy("The votes so far are seen after voting."),
    Shown.AT_THE_END: gettext_lazy("The votes are seen when the time is over."),
}


def block_sentences(stage: Stage, place: Place) -> Iterator[Sentence]:
    if stage.committee is not None:
        yield from _committee(stage.committee, place.inner("committee", "committee"))
    if stage.debate is not None:
        yield from _debate(stage.debate, place.inner("debate", "debate"))
    if stage.vote is not None:
        yield from _vote(stage.vote, place.inner("vote", "vote"))


def _committee(rules: CommitteeRules, place: Place) -> Iterator[Sentence]:
    for place_of, seats in enumerate(rules.seats):
        phrase = ngettext(
            "%(count)s seat of the committee is kept for: %(who)s.",
            "%(count)s seats of the committee are kept for: %(who)s.",
            seats.count,
        )
        said = phrase % {"count": number(seats.count), "who": named(seats.labels, _("anybody"))}
        yield place.say(f"seats.{place_of}", said)
    if rules.term_months:
        term = {"term": span(rules.term_months, DayUnit.MONTHS)}
        yield place.say("term_months", _("Its members serve for %(term)s.") % term)
    if rules.quorum is not None:
        said = _("It can decide when at least this part of its members is present: %(share)s.")
        yield place.say("quorum", said % {"share": share(rules.quorum)})
    yield place.say("majority", _MAJORITIES[rules.majority])
    again = (
        _("When too few agree, it deliberates once more.")
        if rules.again_if_short
        else _("When too few agree, it is not accepted.")
    )
    yield place.say("again_if_short", again)


def _debate(rules: DebateRules, place: Place) -> Iterator[Sentence]:
    yield place.say("form", _FORMS[rules.form])
    if rules.reason_required:
        yield place.say("reason_required", _("Whoever takes a side says why."))
    yield place.say("shown", _DEBATE_SHOWN[rules.shown])
    if rules.hand_over_days:
        said = _("The result is handed to the department within %(days)s of the end.")
        yield place.say("hand_over_days", said % {"days": span(rules.hand_over_days)})
    if rules.publish_days:
        said = _("The result is published, with the answer, within %(days)s.")
        yield place.say("publish_days", said % {"days": span(rules.publish_days)})


def _vote(rules: VoteRules, place: Place) -> Iterator[Sentence]:
    if rules.exactly:
        pattern = ngettext(
            "Everyone chooses exactly %(count)s.", "Everyone chooses exactly %(count)s.", rules.choices
        )
    else:
        pattern = ngettext("Everyone chooses %(count)s.", "Everyone chooses up to %(count)s.", rules.choices)
    yield place.say("choices", pattern % {"count": number(rules.choices)})
    if rules.one_per_category:
        yield place.say("one_per_category", _("At most one of them in each field."))
    if rules.budget:
        said = _("What is chosen may cost %(sum)s altogether.")
        yield place.say("budget", said % {"sum": number(rules.budget)})
    change = (
        _("A vote can be changed until the time is over.")
        if rules.may_change
        else _("A vote that has been cast cannot be changed.")
    )
    yield place.say("may_change", change)
    yield place.say("shown", _VOTE_SHOWN[rules.shown])
    for place_of, one in enumerate(rules.electorates):
        said = _("This part of the result comes from %(who)s: %(share)s.")
        blanks = {"who": named(one.labels, _("those who vote")), "share": share(one.share)}
        yield place.say(f"electorates.{place_of}", said % blanks)
