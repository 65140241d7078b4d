"""Promises of answers as sentences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from civic.processes.document import AnswerRules
from civic.processes.kinds import Answerer, AnswerForm
from civic.processes.words.phrases import number, span
from civic.processes.words.saying import Place, Sentence

_PROMISES = {
    Answerer.DEPARTMENT: gettext_lazy("The department in charge answers in public within %(span)s."),
    Answerer.BUREAU: gettext_lazy("The head of the bureau answers in public within %(span)s."),
    Answerer.HEAD: gettext_lazy("The head of the institution answers in public within %(span)s."),
    Answerer.COMMITTEE: gettext_lazy("The committee answers in public within %(span)s."),
}
_ESCALATIONS = {
    Answerer.DEPARTMENT: gettext_lazy("When it is %(span)s late, it goes to the department."),
    Answerer.BUREAU: gettext_lazy("When it is %(span)s late, it goes to the head of the bureau."),
    Answerer.HEAD: gettext_lazy("When it is %(span)s late, it goes to the head of the institution."),
    Answerer.COMMITTEE: gettext_lazy("When it is %(span)s late, it goes to the committee."),
}
_FORMS = {
    AnswerForm.TEXT: gettext_lazy("The answer is given in writing."),
    AnswerForm.VIDEO: gettext_lazy("The answer is given by video."),
    AnswerForm.ON_SITE: gettext_lazy("The answer is given on site."),
    AnswerForm.MEETING: gettext_lazy("The answer is given at a meeting."),
}


def promise_sentence(rules: AnswerRules) -> str:
    return str(_PROMISES[rules.by]) % {"span": span(rules.days, rules.unit)}


def answer_sentences(rules: AnswerRules, place: Place) -> Iterator[Sentence]:
    yield place.say("days", promise_sentence(rules))
    yield place.say("extensions", extension_sentence(rules))
    if rules.pauses:
        yield place.say("pauses", _pause(rules))
    if rules.interim_after_days:
        said = _("When it takes longer than %(span)s, an interim answer says why.")
        yield place.say("interim_after_days", said % {"span": span(rules.interim_after_days, rules.unit)})
    if rules.escalate_after_days:
        late = {"span": span(rules.escalate_after_days, rules.unit)}
        yield place.say("escalate_after_days", str(_ESCALATIONS[rules.escalate_to]) % late)
    for form in rules.forms:
        yield place.say(f"forms.{form.value}", _FORMS[form], "forms")


def extension_sentence(rules: AnswerRules) -> str:
    if not rules.extensions:
        return _("The date of the answer cannot be moved.")
    phrase = ngettext(
        "Its date may be moved once by %(span)s, with a public reason.",
        "Its date may be moved up to %(count)s times by %(span)s, with a public reason.",
        rules.extensions,
    )
    return phrase % {"count": number(rules.extensions), "span": span(rules.extension_days, rules.unit)}


def _pause(rules: AnswerRules) -> str:
    phrase = ngettext(
        "The clock may be stopped once, for %(span)s at most, to ask its author something.",
        "The clock may be stopped up to %(count)s times, for %(span)s at most, to ask its author something.",
        rules.pauses,
    )
    return phrase % {"count": number(rules.pauses), "span": span(rules.pause_days)}
