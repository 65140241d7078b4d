"""Days and dates as a sentence. `at` is an instant; days are counted on the institution's own calendar."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.answers.due import last_day
from civic.processes.document import AnswerRules
from civic.processes.kinds import DayUnit
from civic.processes.working_days import working_days_left
from tenants.context import here


def days_until_end(ends_at: datetime, at: datetime) -> int:
    """Calendar days after today up to the last day before `ends_at`: 0 on that day, negative afterwards."""
    if at >= ends_at:
        return -1
    last = timezone.localtime(ends_at - timedelta(microseconds=1)).date()
    return (last - timezone.localtime(at).date()).days


def days_until_due(due_at: datetime, unit: DayUnit, at: datetime) -> int:
    """As days_until_end, in working days where the rules count those; -n when n days late."""
    zone = timezone.get_current_timezone()
    if unit == DayUnit.WORKING:
        institution = here()
        country = institution.country if institution else "KR"
        return working_days_left(at, due_at, zone, country=country)
    if at < due_at:
        return days_until_end(due_at, at)
    return -max(1, (timezone.localtime(at).date() - last_day(due_at)).days)


def due_words(due_at: datetime, rules: AnswerRules, at: datetime) -> str:
    """‘12 days until the answer · working days’, or how late it is."""
    days = days_until_due(due_at, rules.unit, at)
    if days < 0:
        words = ngettext("%(days)d day past the date", "%(days)d days past the date", -days) % {"days": -days}
    elif days == 0:
        return _("The answer is due today")
    else:
        words = ngettext("%(days)d day until the answer", "%(days)d days until the answer", days) % {
            "days": days
        }
    if rules.unit == DayUnit.WORKING:
        return _("%(words)s · counted in working days") % {"words": words}
    return words


def day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def due_day(due_at: datetime) -> str:
    return date_format(last_day(due_at), "DATE_FORMAT")


def span(days: int, unit: DayUnit) -> str:
    """‘20 working days’"""
    if unit == DayUnit.MONTHS:
        return ngettext("%(months)d month", "%(months)d months", days) % {"months": days}
    if unit == DayUnit.WORKING:
        return ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
