"""What two administrators have corrected under a running count, told where people take part in it."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from civic.proposals.models import MoveCause, Proposal, StageMove


def correction_notice(item: Proposal, version: int) -> str:
    """The notice of the last correction; "" where there was none. `version`: the number of its rules; no query for the first."""
    if version < 2:
        return ""
    corrections = StageMove.objects.filter(proposal=item.pk, cause=MoveCause.CORRECTION)
    found = corrections.order_by("-pk").values_list("entered_at", "reason").first()
    if found is None:
        return ""
    at, notice = found
    return _("Its rules were corrected on %(date)s, agreed by two administrators: %(notice)s") % {
        "date": date_format(localtime(at), "DATE_FORMAT"),
        "notice": notice,
    }
