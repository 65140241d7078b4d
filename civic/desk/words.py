"""The desk's sentences about days."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.answers.owed import Remaining
from civic.processes.kinds import DayUnit


def remaining_words(left: Remaining) -> str:
    """‘Due today’, ‘3 working days left’, ‘2 days late’, in the unit the rules count."""
    if left.days == 0:
        return _("Due today")
    return _late(-left.days, left.unit) if left.is_late else _left(left.days, left.unit)


def _left(days: int, unit: DayUnit) -> str:
    if unit == DayUnit.WORKING:
        return ngettext("%(days)d working day left", "%(days)d working days left", days) % {"days": days}
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def _late(days: int, unit: DayUnit) -> str:
    if unit == DayUnit.WORKING:
        return ngettext("%(days)d working day late", "%(days)d working days late", days) % {"days": days}
    return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}


def days_words(days: int, unit: DayUnit) -> str:
    if unit == DayUnit.WORKING:
        return ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
