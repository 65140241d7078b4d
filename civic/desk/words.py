"""The desk's sentences about days."""

from django.utils.translation import ngettext

from civic.processes.kinds import DayUnit


def days_words(days: int, unit: DayUnit) -> str:
    if unit == DayUnit.WORKING:
        return ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
