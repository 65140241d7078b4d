"""What holds for all stages, as sentences: rescue, counting, merging, refusals, populations."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.processes.document import Rules
from civic.processes.kinds import Counter, Dismissal, Ground, Rescue, Unverified
from civic.processes.words.phrases import counted, named, number, span, stage_name
from civic.processes.words.saying import Place, Sentence

_GROUNDS = {
    Ground.WORTHY: gettext_lazy(
        "What stays below may be taken up all the same when it serves the public and can be done."
    ),
    Ground.TIMELY: gettext_lazy("What stays below may be taken up all the same when it is timely."),
    Ground.MANY_SIMILAR: gettext_lazy(
        "What stays below may be taken up all the same when many ask for the same."
    ),
}
_DISMISSALS = {
    Dismissal.REFUSED: gettext_lazy("Not accepted: %(reason)s"),
    Dismissal.COMPLAINT: gettext_lazy("Handled as a civil complaint: %(reason)s"),
    Dismissal.ELSEWHERE: gettext_lazy("Sent on to another institution: %(reason)s"),
}


def rescue_sentences(rules: Rules, place: Place) -> Iterator[Sentence]:
    rescuing = rules.rescuing
    if rescuing.by == Rescue.NONE:
        return
    if not rescuing.grounds:
        said = _("A worthy proposal below the threshold may be taken up all the same, with a public reason.")
        yield place.say("by", said)
    for ground in rescuing.grounds:
        yield place.say(f"grounds.{ground.value}", _GROUNDS[ground], "grounds")
    if rescuing.to:
        taken_up = _("What is taken up goes to “%(stage)s”.")
        yield place.say("to", taken_up % {"stage": stage_name(rules, rescuing.to)}, rule=rescuing.to)
    if rescuing.within_days:
        said = _("This is possible until %(days)s after its time is over.")
        yield place.say("within_days", said % {"days": span(rescuing.within_days)})
    if rescuing.similar_at_least:
        said = _("“Many” means at least %(counted)s.")
        from_count = counted(Counter.SIMILAR, rescuing.similar_at_least)
        yield place.say("similar_at_least", said % {"counted": from_count})


def counting_sentences(rules: Rules, place: Place) -> Iterator[Sentence]:
    counting = rules.counting
    if counting.unverified == Unverified.SHOWN_APART:
        yield place.say("unverified", _("Only supports of verified people count; others are shown apart."))
    if counting.dislike:
        yield place.say("dislike", _("One can also say that one disagrees; this is counted apart."))
    if counting.offline_counts:
        yield place.say(
            "offline_counts", _("Supports collected on paper count as well, and are shown apart.")
        )


def merging_sentences(rules: Rules, place: Place) -> Iterator[Sentence]:
    if rules.merging:
        said = _("Similar proposals may be merged; a support moves along when its giver agrees.")
        yield Sentence("merging", "merging", place.about, said)


def refusal_sentences(rules: Rules, place: Place) -> Iterator[Sentence]:
    for position, refusal in enumerate(rules.refusals):
        reason = named(refusal.labels, refusal.code)
        said = str(_DISMISSALS[refusal.how]) % {"reason": reason}
        yield place.inner(refusal.code, str(position)).say("label", said)


def population_sentences(rules: Rules, place: Place) -> Iterator[Sentence]:
    for position, one in enumerate(rules.populations):
        blanks = {"name": named(one.labels, one.key), "people": number(one.people)}
        if one.as_of is None:
            said = _("%(name)s: %(people)s people.") % blanks
        else:
            day = {"date": date_format(one.as_of, "DATE_FORMAT")}
            said = _("%(name)s: %(people)s people, counted on %(date)s.") % {**blanks, **day}
        yield place.inner(one.key, str(position)).say("people", said)
