"""Calendar quarters on the institution's clock: what is carried out is told of in every one (operating guide A4)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils import timezone


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """`number` is 1 to 4."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def starts_at(self) -> datetime:
        """Its first instant in the zone at hand, in UTC."""
        return timezone.make_aware(datetime.combine(self.first_day, time.min)).astimezone(UTC)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def ends_at(self) -> datetime:
        """The first instant that is no longer in it."""
        return self.next.starts_at


def quarter_of(moment: datetime) -> Quarter:
    """The quarter in which `moment` lies on the institution's clock."""
    day = timezone.localtime(moment).date()
    return Quarter(day.year, (day.month + 2) // 3)
