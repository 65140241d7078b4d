"""Who may prepare a gathering, sign up for it, and handle the list of those who did."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from civic.gatherings.kinds import ALIVE, HOLDING, State
from civic.gatherings.models import Gathering, SignUp
from civic.people.rules import departments_of, is_moderator, may_do_the_work
from platform_core.access import YES, Verdict, first_no, no

# Doors open some time before it begins, and lists are tidied some time after it ended.
BEFORE, AFTER = timedelta(hours=12), timedelta(days=2)
LONGEST_KEPT = timedelta(days=365)


def may_prepare(person: Any) -> Verdict:
    """Everybody who works here; a respondent's gathering is their department's."""
    return may_do_the_work(person)


def may_manage(person: Any, gathering: Gathering) -> Verdict:
    """Moderators, administrators, and the department whose gathering it is. The list of people is theirs alone."""
    if is_moderator(person) or (
        gathering.department_id is not None and gathering.department_id in departments_of(person)
    ):
        return YES
    return no("not_allowed", _("Only moderators and the department whose gathering it is do this."))


def may_change(person: Any, gathering: Gathering, at: datetime) -> Verdict:
    return first_no(may_manage(person, gathering), _is_not_cancelled(gathering), _is_not_over(gathering, at))


def may_cancel(person: Any, gathering: Gathering, at: datetime) -> Verdict:
    return may_change(person, gathering, at)


def may_write_minutes(person: Any, gathering: Gathering, at: datetime) -> Verdict:
    """Once it has begun: what was said is not written down before."""
    refused = first_no(may_manage(person, gathering), _is_not_cancelled(gathering))
    if refused.allowed and (gathering.published_at is None or at < gathering.begins_at):
        return no("too_early", _("It has not taken place yet."), _("Write the minutes when it has begun."))
    return refused


def may_sign_up(person: Any, gathering: Gathering, at: datetime) -> Verdict:
    """YES also when every place is taken: then one waits in turn. `person` may be a stranger."""
    open_now = is_open_for_signups(gathering, at)
    if not open_now.allowed or not getattr(person, "is_authenticated", False):
        return open_now
    mine = SignUp.objects.filter(gathering=gathering, user=person, state__in=ALIVE)
    return already_signed_up() if mine.exists() else YES


def is_open_for_signups(gathering: Gathering, at: datetime) -> Verdict:
    if not gathering.takes_signups:
        return no("no_signup", _("You need not sign up. Just come."))
    taken_place = first_no(_is_not_cancelled(gathering), _is_not_over(gathering, at))
    if not taken_place.allowed:
        return taken_place
    if gathering.published_at is None or gathering.destroyed_at is not None:
        return no("closed", _("Signing up is closed."))
    assert gathering.signup_opens_at is not None and gathering.signup_closes_at is not None
    if at < gathering.signup_opens_at:
        return no("too_early", _("Signing up has not begun yet."), _("The page says from when."))
    if at >= gathering.signup_closes_at:
        return no("too_late", _("Signing up is over."), _("Call us: there may still be a place."))
    return YES


def has_room(gathering: Gathering) -> Verdict:
    """Asked under the lock, before anybody is added. Refuses only where there is no waiting list."""
    if gathering.keeps_waiting_list or gathering.capacity is None:
        return YES
    if places_held(gathering) >= gathering.capacity:
        return no("full", _("Every place is taken."), _("Look again later: somebody may cancel."))
    return YES


def has_consented(gathering: Gathering, version: str) -> Verdict:
    """To the words as they are now: whoever read older ones is asked again."""
    if version != gathering.consent_version:
        return no(
            "consent_needed",
            _("What we keep about you was worded anew, or you have not agreed to it yet."),
            _("Please read it and agree, or call us instead."),
        )
    return YES


def places_held(gathering: Gathering) -> int:
    return SignUp.objects.filter(gathering=gathering, state__in=HOLDING).count()


def already_signed_up() -> Verdict:
    return no("already_signed_up", _("You have signed up already."), _("Your sign-up is on your page."))


def may_confirm(signup: SignUp, at: datetime) -> Verdict:
    if signup.state != State.UNCONFIRMED:
        return no("already_confirmed", _("This sign-up has been confirmed already."))
    return is_open_for_signups(signup.gathering, at)


def may_accept(signup: SignUp, at: datetime) -> Verdict:
    """A place that was offered is kept until the offer ends; then it is the next person's."""
    if signup.state != State.OFFERED:
        return no("no_offer", _("No place is being offered to you at the moment."))
    assert signup.offer_ends_at is not None
    if at >= signup.offer_ends_at:
        return no("too_late", _("The offer has ended, and the place went to the next person."))
    return _is_not_cancelled(signup.gathering)


def may_leave(signup: SignUp, at: datetime) -> Verdict:
    """Cancel one's own sign-up: until it is over."""
    if signup.state not in (*ALIVE, State.UNCONFIRMED):
        return no("not_signed_up", _("This sign-up has been cancelled already."))
    return _is_not_over(signup.gathering, at)


def may_check_in(person: Any, gathering: Gathering, at: datetime) -> Verdict:
    managed = first_no(may_manage(person, gathering), _is_not_cancelled(gathering))
    if not managed.allowed:
        return managed
    if at < gathering.begins_at - BEFORE:
        return no("too_early", _("Check-in opens twelve hours before it begins."))
    if at >= gathering.ends_at + AFTER or gathering.destroyed_at is not None:
        return no("too_late", _("Check-in is closed."))
    return YES


def may_enter_by_phone(person: Any, gathering: Gathering, at: datetime) -> Verdict:
    """Staff put somebody down who calls, until it is over; not after the list was destroyed."""
    refused = first_no(
        may_manage(person, gathering), _is_not_cancelled(gathering), _is_not_over(gathering, at)
    )
    if not refused.allowed:
        return refused
    if not gathering.takes_signups or gathering.published_at is None or gathering.destroyed_at is not None:
        return no("closed", _("There is no list to put anybody on."))
    return YES


def may_be_let_in(signup: SignUp) -> Verdict:
    """Whoever is on the list, also from the waiting list; once."""
    if signup.checked_in_at is not None:
        return no("already_checked_in", _("This person has been checked in already."))
    if signup.state not in ALIVE:
        return no("not_signed_up", _("This sign-up was cancelled or never confirmed."))
    return YES


def may_set_dates(gathering: Gathering, *, last_day: date | None, end_day: date) -> Verdict:
    """The list is needed until the last day of the gathering, and not longer than a year after."""
    if not gathering.takes_signups:
        return YES
    if last_day is None or last_day < end_day:
        return no("kept_too_short", _("The list is needed until the gathering is over."))
    if last_day > end_day + LONGEST_KEPT:
        return no("kept_too_long", _("The list may be kept for one year at most."))
    return YES


def may_keep_longer(gathering: Gathering, last_day: date | None) -> Verdict:
    """Nobody's data is kept longer than they were told when they signed up."""
    promised = gathering.kept_until
    if promised is None or last_day is None or last_day <= promised:
        return YES
    if SignUp.objects.filter(gathering=gathering).exists():
        return no(
            "kept_as_promised",
            _("People have signed up and were told that the list is destroyed after %(day)s.")
            % {"day": date_format(promised, "DATE_FORMAT")},
            _("Leave that day as it is, or choose an earlier one."),
        )
    return YES


def may_export(person: Any, gathering: Gathering) -> Verdict:
    managed = may_manage(person, gathering)
    if managed.allowed and gathering.destroyed_at is not None:
        return no("destroyed", _("The list has been destroyed, as was promised."))
    return managed


def may_destroy(person: Any, gathering: Gathering, at: datetime) -> Verdict:
    """Earlier than promised, when it is over or cancelled and nobody needs the list any more."""
    managed = may_export(person, gathering)
    if managed.allowed and not gathering.is_cancelled and not gathering.is_over(at):
        return no("too_early", _("The list is needed until the gathering is over."))
    return managed


def _is_not_cancelled(gathering: Gathering) -> Verdict:
    if gathering.is_cancelled:
        return no("cancelled", _("This gathering was cancelled."))
    return YES


def _is_not_over(gathering: Gathering, at: datetime) -> Verdict:
    if gathering.is_over(at):
        return no("over", _("This gathering is over."))
    return YES
