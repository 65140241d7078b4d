"""What may be done to an item now, whoever asks: by its stage, its windows and their grace."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.processes.document import Rules, Stage
from civic.processes.engine.items import Item
from civic.processes.engine.judging import is_over, stands_at
from civic.processes.kinds import COUNTING, PERMITS, Deed
from platform_core.access import YES, Verdict, no

COUNTED = frozenset({Deed.SUPPORT, Deed.DISLIKE})


def is_open_for(rules: Rules, item: Item, deed: Deed, at: datetime) -> Verdict:
    """YES, or why the item takes no such deed now."""
    if deed == Deed.DISLIKE and not rules.counting.dislike:
        return no("not_offered", _("Here, one can support a proposal or comment on it."))
    if deed == Deed.SUPPORT and not rules.offers_support:
        return no("not_offered", _("Here, support decides nothing and is not gathered."))
    if deed in COUNTED and (refusal := _counting_is_over(rules, item, deed, at)) is not None:
        return refusal
    stage = stands_at(rules, item, at)
    if not _permits(rules, stage, deed):
        stage = _in_grace(rules, item, deed, at) or stage
    if not _permits(rules, stage, deed) or _own_time_is_over(stage, item, deed, at):
        return no(
            "stage_closed",
            _("This is not possible in the stage “%(stage)s”.")
            % {"stage": stage.label(get_language() or "ko")},
            requirement=sorted(one.key for one in rules.stages if _permits(rules, one, deed)),
            actual=stage.key,
        )
    return YES


def _permits(rules: Rules, stage: Stage, deed: Deed) -> bool:
    return deed in PERMITS[stage.kind] and deed not in stage.without


def _counting_is_over(rules: Rules, item: Item, deed: Deed, at: datetime) -> Verdict | None:
    counting = rules.counting_stage(item.stage)
    if counting is None or item.closes_at is None or at < item.closes_at + _grace(counting, deed):
        return None
    return no(
        "window_closed",
        _("Support closed on %(date)s.") % {"date": _day(item.closes_at)},
        _("You can still read the whole story and follow what becomes of it."),
        requirement=item.closes_at.isoformat(),
        actual=at.isoformat(),
    )


def _in_grace(rules: Rules, item: Item, deed: Deed, at: datetime) -> Stage | None:
    """The stage it has just run out of, while that still lets this deed be finished."""
    stage = rules.stage(item.stage)
    return stage if is_over(stage, item, at) and not _own_time_is_over(stage, item, deed, at) else None


def _own_time_is_over(stage: Stage, item: Item, deed: Deed, at: datetime) -> bool:
    ends_at = item.closes_at if stage.kind in COUNTING else item.stage_ends_at
    if not is_over(stage, item, at) or ends_at is None:
        return False
    return at >= ends_at + _grace(stage, deed)


def _grace(stage: Stage, deed: Deed) -> timedelta:
    return timedelta(days=dict(stage.window.grace).get(deed, 0)) if stage.window else timedelta()


def _day(moment: datetime) -> str:
    return date_format(localtime(moment - timedelta(microseconds=1)), "DATE_FORMAT")
