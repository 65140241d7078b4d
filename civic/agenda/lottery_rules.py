"""What a call for volunteers must promise, and who may take which of its steps, and when."""

from dataclasses import dataclass
from datetime import datetime
from math import comb
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from civic.agenda.models import Call
from civic.people.rules import is_moderator
from platform_core.access import YES, Verdict, first_no, no

# So many different results must be possible: with fewer, whoever makes the list could try them all.
FEWEST_RESULTS = 1_000_000
MOST_SEATS = 500


@dataclass(frozen=True, slots=True)
class Places:
    """Seats, and how many of them at most for each sex, age and region; the heaviest first. {}: no quota."""

    seats: int
    sexes: dict[str, int]
    ages: dict[str, int]
    by_region: dict[str, int]
    regions: tuple[str, ...] = ()

    @property
    def quotas(self) -> list[list[Any]]:
        named = (("sex", self.sexes), ("age", self.ages), ("region", self.by_region))
        return [[name, places] for name, places in named if places]


@dataclass(frozen=True, slots=True)
class Outside:
    """Numbers drawn by somebody else, on a day that is announced beforehand: a lottery, dice before a notary."""

    source: str
    drawn_at: datetime
    count: int
    lowest: int
    highest: int
    distinct: bool = True
    ascending: bool = True

    def published(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "count": self.count,
            "lowest": self.lowest,
            "highest": self.highest,
            "distinct": self.distinct,
            "ascending": self.ascending,
        }

    @property
    def results(self) -> int:
        """How many different results there are, counted low."""
        span = self.highest - self.lowest + 1
        if span < 1 or self.count < 1:
            return 0
        if self.distinct:
            return comb(span, self.count)
        return comb(span + self.count - 1, self.count) if self.ascending else span**self.count


def may_call(person: Any) -> Verdict:
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators call for volunteers."))
    return YES


def are_places_possible(places: Places) -> Verdict:
    """Each quota has room for all seats: less would leave seats that its own terms forbid to fill."""
    if not 1 <= places.seats <= MOST_SEATS:
        return no(
            "no_seats", _("There must be at least one seat, and %(most)s at most.") % {"most": MOST_SEATS}
        )
    for _name, quota in places.quotas:
        if sum(quota.values()) < places.seats:
            return no(
                "quota_too_small",
                _("The places of a quota do not add up to the %(seats)s seats.") % {"seats": places.seats},
                _("Give each quota at least as many places as there are seats."),
                requirement=places.seats,
                actual=sum(quota.values()),
            )
    return YES


def are_sure_numbers(outside: Outside) -> Verdict:
    """Few possible results could be tried out in advance by whoever makes the list."""
    if outside.count > 50 or outside.results < FEWEST_RESULTS:
        return no(
            "too_few_results",
            _("These numbers have too few possible results: somebody could try them all beforehand."),
            _("Use more of them: six numbers of 45, or eight throws of a die in their order."),
            requirement=FEWEST_RESULTS,
            actual=outside.results,
        )
    return YES


def is_later_drawing(outside: Outside, opens_at: datetime, closes_at: datetime) -> Verdict:
    if not opens_at < closes_at < outside.drawn_at:
        return no(
            "wrong_order",
            _("First the call opens, then it closes, and only then the numbers are drawn elsewhere."),
            _("Choose a drawing that takes place after the call is over."),
        )
    return YES


def may_publish_list(person: Any | None, call: Call, at: datetime) -> Verdict:
    """Moderators, or the clock: when the call is over, and before the numbers are drawn."""
    if person is not None and not may_call(person).allowed:
        return may_call(person)
    if call.cancelled_at is not None:
        return no("call_cancelled", _("This call was cancelled."))
    if at < call.closes_at:
        return no(
            "call_open",
            _("People may volunteer until %(day)s.") % {"day": _shown(call.closes_at)},
        )
    if at >= call.drawn_at:
        return no(
            "numbers_known",
            _("The numbers were drawn before the list was published: it could have been made to fit them."),
            _("Cancel this call with the reason, and call again."),
        )
    return YES


def may_enter_numbers(person: Any, call: Call, at: datetime) -> Verdict:
    return first_no(may_call(person), _awaits_numbers(call, at))


def _awaits_numbers(call: Call, at: datetime) -> Verdict:
    if call.cancelled_at is not None or call.settled_at is not None:
        return no("call_over", _("This call is over: nothing is drawn any more."))
    if call.frozen_at is None:
        return no("list_not_published", _("The list of volunteers has not been published yet."))
    if at < call.drawn_at:
        return no(
            "numbers_not_drawn",
            _("The numbers are drawn on %(day)s.") % {"day": _shown(call.drawn_at)},
        )
    return YES


def may_confirm(person: Any, call: Call, numbers: str) -> Verdict:
    """Somebody else than whoever entered them, who has read the same."""
    if (allowed := may_call(person)) is not YES:
        return allowed
    if not call.numbers:
        return no("no_numbers", _("No numbers have been entered yet."))
    if call.numbers_by_id == person.pk:
        return no("second_person", _("Somebody else must confirm the numbers you entered."))
    if numbers != call.numbers:
        return no(
            "numbers_differ",
            _("You have read other numbers than your colleague entered."),
            _("Look at the source together; the right ones can be entered again."),
        )
    return YES


def may_draw(call: Call) -> Verdict:
    if call.cancelled_at is not None or call.frozen_at is None:
        return no("call_over", _("This call is over: nothing is drawn any more."))
    return YES


def _shown(moment: datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")
