"""That a threshold was passed, as news: for letters and lists."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.processes.document import Gate
from civic.processes.document.conditions import simple_parts
from civic.processes.kinds import Counter, Effect
from civic.processes.words.phrases import counted

_NEWS = {
    Effect.OWE_ANSWER: gettext_lazy("%(reached)s: an answer is now owed"),
    Effect.HEAD_ANSWERS: gettext_lazy("%(reached)s: the head of the institution will answer"),
    Effect.AGENDA_CANDIDATE: gettext_lazy("%(reached)s: it is now a candidate for public debate"),
    Effect.OPEN_DEBATE: gettext_lazy("%(reached)s: a public debate opens"),
    Effect.COMMITTEE_REVIEWS: gettext_lazy("%(reached)s: a committee deliberates on it"),
    Effect.BUDGET_LINK: gettext_lazy("%(reached)s: it goes into the participatory budget"),
    Effect.MEETING: gettext_lazy("%(reached)s: the institution will meet the people who asked"),
}


def passed_sentence(gate: Gate | None, effect: str, count: int) -> str:
    """`gate` is None where its rules are not known: then `count` is taken for supports."""
    news = _NEWS.get(Effect(effect)) if effect else gettext_lazy("%(reached)s: it goes on to the next stage")
    return str(news) % {"reached": _reached(gate, count)}


def _reached(gate: Gate | None, count: int) -> str:
    if gate is None:
        return counted(Counter.SUPPORT, count)
    parts = simple_parts(gate.when)
    if gate.count is None or not parts:
        return _("A threshold was passed")
    return counted(parts[0].counter, gate.count)
