"""Who may do what, as sentences: eligibility, stages and limits by deed."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from civic.processes.document import Limit, Requirement, Rules
from civic.processes.kinds import PERMITS, Deed, Identity, Tie
from civic.processes.words.phrases import language, number, span
from civic.processes.words.saying import Place, Sentence

_IDENTITY = {
    Identity.SOCIAL: gettext_lazy("Signed in with a social account."),
    Identity.PHONE: gettext_lazy("Checked once by mobile phone."),
    Identity.CERTIFIED: gettext_lazy("Identity checked once."),
}
_TIES = {
    frozenset({Tie.RESIDES}): gettext_lazy("Lives here."),
    frozenset({Tie.WORKS}): gettext_lazy("Works here."),
    frozenset({Tie.STUDIES}): gettext_lazy("Studies here."),
    frozenset({Tie.RESIDES, Tie.WORKS}): gettext_lazy("Lives or works here."),
    frozenset({Tie.RESIDES, Tie.STUDIES}): gettext_lazy("Lives or studies here."),
    frozenset({Tie.WORKS, Tie.STUDIES}): gettext_lazy("Works or studies here."),
    frozenset(Tie): gettext_lazy("Lives, works or studies here."),
}
# What the database lets nobody do twice, whatever the rules say.
_ONCE = {
    Deed.SUPPORT: gettext_lazy("Once for each proposal."),
    Deed.DISLIKE: gettext_lazy("Once for each proposal."),
    Deed.VOTE: gettext_lazy("One ballot for each person."),
}
_AUTHORS = frozenset({Deed.EDIT, Deed.WITHDRAW})
_STAFFS = frozenset({Deed.ANSWER, Deed.REPORT_PROGRESS})


@dataclass(frozen=True, slots=True)
class DeedWords:
    """A row of the table of who may do what. `stages`: names of those in which it is possible."""

    deed: Deed
    label: str
    who: tuple[str, ...]
    stages: tuple[str, ...]
    limits: tuple[str, ...]


def deeds_of(rules: Rules) -> tuple[DeedWords, ...]:
    """What citizens may do in this process, in the order they come to it."""
    return tuple(
        DeedWords(deed, str(deed.label), tuple(_who(rules, deed)), where, tuple(_limits(rules, deed)))
        for deed in Deed
        if (where := _where(rules, deed)) or deed == Deed.PROPOSE
        if deed not in _STAFFS
        if deed != Deed.DISLIKE or rules.counting.dislike
        if deed != Deed.SUPPORT or rules.offers_support
    )


def person_sentences(rules: Rules, place: Place) -> Iterator[Sentence]:
    for deed, asked in rules.eligibility:
        inner = place.inner(deed.value, deed.value, str(deed.label))
        for name, said in _requirement(asked):
            yield inner.say(name, said)


def limit_sentences(rules: Rules, place: Place) -> Iterator[Sentence]:
    for number_of, limit in enumerate(rules.limits):
        yield place.inner(f"{limit.deed.value}.{limit.days}", str(number_of), str(limit.deed.label)).say(
            "count", limit_sentence(limit)
        )


def limit_sentence(limit: Limit) -> str:
    phrase = ngettext(
        "At most %(count)s time in %(days)s.", "At most %(count)s times in %(days)s.", limit.count
    )
    return phrase % {"count": number(limit.count), "days": span(limit.days)}


def _requirement(asked: Requirement) -> Iterator[tuple[str, str]]:
    asks = asked.mail_confirmed or asked.ties or asked.min_age or asked.identity != Identity.NONE
    if asked.takes_once:
        yield "member", _("Whoever has an account here, or confirms an e-mail address once.")
        if asked.no_staff:
            yield "no_staff", _("Not people who work for the institution.")
        return
    if asked.member or asks:
        yield "member", _("Whoever has an account here.")
    else:
        yield "member", _("Anyone, without an account.")
    if asked.mail_confirmed:
        yield "mail_confirmed", _("With a confirmed e-mail address.")
    if asked.identity != Identity.NONE:
        yield "identity", str(_IDENTITY[asked.identity])
    if asked.ties:
        yield "ties", str(_TIES[frozenset(asked.ties)])
    if asked.min_age:
        yield "min_age", _("%(age)s years old or older.") % {"age": number(asked.min_age)}
    if asked.no_staff:
        yield "no_staff", _("Not people who work for the institution.")


def _who(rules: Rules, deed: Deed) -> Iterator[str]:
    if deed in _AUTHORS:
        yield _("Its author.")
        if deed not in dict(rules.eligibility):
            return
    for _name, said in _requirement(rules.requirement(deed)):
        yield said


def _where(rules: Rules, deed: Deed) -> tuple[str, ...]:
    return tuple(
        stage.label(language())
        for stage in rules.stages
        if deed in PERMITS[stage.kind] and deed not in stage.without
    )


def _limits(rules: Rules, deed: Deed) -> Iterator[str]:
    if deed in _ONCE:
        yield str(_ONCE[deed])
    for limit in rules.limits:
        if limit.deed == deed:
            yield limit_sentence(limit)
