"""보유 기간: how long each kind is kept, as the public page says and the clock does."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from civic.privacy.models import Kind
from platform_core.outbound.actions import DAYS_LETTERS_ARE_KEPT

LETTERS = timedelta(days=DAYS_LETTERS_ARE_KEPT)
UNSAVED_FILES = timedelta(days=30)
TRACES = timedelta(days=30)
# 개인정보의 안전성 확보조치 기준 제8조: two years, whatever the size of the institution.
LOOKS = timedelta(days=730)
# As long as somebody may complain of how they were answered.
REQUESTS = timedelta(days=1_095)
DORMANT_AFTER = timedelta(days=730)
# Between the letter that warns and the end.
WARNED_BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A row of the public table. `days` is None where a person or a promise ends it."""

    what: str
    how_long: str
    then: str
    days: int | None = None

    @property
    def years(self) -> int:
        """Where it is whole years: nobody counts 1,095 days. 0 otherwise."""
        return self.days // 365 if self.days and self.days % 365 == 0 else 0


def schedules() -> list[Schedule]:
    return [
        Schedule(_("Account: address, name, password"), _("until you leave"), _("erased at once")),
        Schedule(
            str(Kind.ACCOUNTS.label),
            "",
            _("a letter warns thirty days before; then erased, texts stay unsigned"),
            DORMANT_AFTER.days,
        ),
        Schedule(
            _("Proposals, comments, opinions"),
            _("until you remove them or leave"),
            _("removed or kept unsigned, as you choose"),
        ),
        Schedule(
            _("Supports and votes"),
            _("as long as the result is kept"),
            _("counted without a name once you leave"),
        ),
        Schedule(
            _("Sign-up lists of gatherings"),
            _("until the day named at sign-up"),
            _("names, contacts and answers erased; counts stay"),
        ),
        Schedule(str(Kind.LETTERS.label), "", _("deleted"), LETTERS.days),
        Schedule(str(Kind.TRACES.label), "", _("deleted"), TRACES.days),
        Schedule(str(Kind.FILES.label), "", _("deleted"), UNSAVED_FILES.days),
        Schedule(str(Kind.LOOKS.label), "", _("deleted"), LOOKS.days),
        Schedule(str(Kind.REQUESTS.label), "", _("deleted"), REQUESTS.days),
    ]
