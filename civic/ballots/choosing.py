"""Whether a paper is one: by what the ballot lets people choose. Pure."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.ballots.kinds import Kind
from civic.ballots.models import Ballot, Option
from platform_core.access import YES, Verdict, no
from platform_core.i18n.money import money


def most_choices(ballot: Ballot, count: int) -> int:
    """How many of `count` options a paper may name."""
    if ballot.kind in (Kind.FOR_AGAINST, Kind.ONE):
        return 1
    return min(ballot.choices, count) if ballot.choices else count


def is_a_paper(ballot: Ballot, options: Sequence[Option], chosen: Sequence[int]) -> Verdict:
    """YES, or what is wrong with it. A blank one names nothing, where the ballot takes blank ones."""
    known = {option.pk: option for option in options}
    if not set(chosen) <= set(known) or len(set(chosen)) != len(chosen):
        return no("no_such_option", _("Choose from what stands on the ballot, each only once."))
    if not chosen:
        return YES if ballot.takes_blank else no("nothing_chosen", _("Choose something first."))
    most = most_choices(ballot, len(known))
    if len(chosen) > most:
        return no("too_many", _at_most(most), requirement=most, actual=len(chosen))
    if ballot.exactly and ballot.kind in (Kind.SEVERAL, Kind.BUDGET) and len(chosen) < most:
        said = ngettext("Choose exactly %(count)s.", "Choose exactly %(count)s.", most) % {"count": most}
        return no("too_few", said, requirement=most, actual=len(chosen))
    return _is_affordable(ballot, [known[pk] for pk in chosen])


def cost_of(options: Sequence[Option]) -> int:
    return sum(option.cost or 0 for option in options)


def _is_affordable(ballot: Ballot, chosen: Sequence[Option]) -> Verdict:
    cost = cost_of(chosen)
    if ballot.kind != Kind.BUDGET or cost <= ballot.sum:
        return YES
    return no(
        "too_expensive",
        _("What you chose costs %(cost)s; there is %(sum)s.")
        % {"cost": money(cost), "sum": money(ballot.sum or 0)},
        _("Leave something out."),
        requirement=ballot.sum,
        actual=cost,
    )


def _at_most(most: int) -> str:
    return ngettext("Choose at most %(count)s.", "Choose at most %(count)s.", most) % {"count": most}
