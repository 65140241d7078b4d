"""Volunteering for a seat, giving one back, and what is destroyed when it is over."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.agenda import verify_draw
from civic.agenda.lottery import destroyed_from
from civic.agenda.models import Call, Joined, Member, Succession, Volunteer
from civic.agenda.rules import is_standing, local_day, may_keep_members
from platform_core.access import YES, Refused, Verdict, first_no, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record


def may_volunteer(person: Any, call: Call, at: datetime) -> Verdict:
    """Whoever has an account here, while the call is open, once."""
    if not getattr(person, "is_authenticated", False):
        return no("sign_in", _("Log in to volunteer: one account can volunteer once."))
    if not call.is_open_at(at):
        return no("call_closed", _("Nobody can volunteer at the moment."))
    if call.volunteers.filter(user=person).exists():
        return no("already_volunteered", _("You have volunteered already."))
    return YES


def fits_the_call(call: Call, region: str, has_consented: bool) -> Verdict:
    if not has_consented:
        return no("consent_needed", _("Without your consent we may not keep what you stated."))
    if region and region not in call.regions:
        return no("unknown_region", _("This call knows no such place."), requirement=call.regions)
    return YES


@transaction.atomic
def volunteer(
    *,
    call: Call,
    person: User,
    name: str,
    phone: str,
    sex: str,
    age: str,
    region: str,
    is_named: bool,
    has_consented: bool,
    at: datetime,
) -> Volunteer:
    """Put yourself on the list. Raises Refused. The event names nobody: the code alone is public."""
    here = Call.objects.select_for_update().get(pk=call.pk)
    require(first_no(may_volunteer(person, here, at), fits_the_call(here, region, has_consented)))
    salt = secrets.token_hex(32)
    code = verify_draw.commitment(here.pk, person.email, sex, age, region, salt)
    return Volunteer.objects.create(
        call=here,
        user=person,
        name=name,
        phone=phone,
        is_named=is_named,
        account=person.email.strip().lower(),
        sex=sex,
        age=age,
        region=region,
        salt=salt,
        code=code,
        consented_at=at,
    )


@transaction.atomic
def withdraw(*, call: Call, person: User, at: datetime) -> bool:
    """Before the list is published, as if it had not been. Afterwards the code stays, and the seat is declined.

    False when the person is not on the list.
    """
    here = Call.objects.select_for_update().get(pk=call.pk)
    mine = Volunteer.objects.filter(call=here, user=person).first()
    if mine is None:
        return False
    if here.settled_at is not None and holds_a_seat(here, mine.code):
        give_back(call=here, code=mine.code, by=person, at=at)
    mine.delete()
    return True


def holds_a_seat(call: Call, code: str) -> bool:
    return code in seated_codes(call)


def seated_codes(call: Call) -> list[str]:
    """Who was drawn and has not given the seat back, and who followed; in the order of the draw."""
    steps = list(call.successions.values_list("left", "came"))
    left = {before for before, _came in steps}
    return [code for code in [*call.drawn, *(came for _left, came in steps if came)] if code not in left]


@transaction.atomic
def give_back(*, call: Call, code: str, by: User | None, at: datetime) -> str:
    """A seat is given back, or nobody takes it; returns whose turn it is, "" when nobody stands by.

    Raises Refused.
    """
    here = Call.objects.select_for_update().get(pk=call.pk)
    if code not in seated_codes(here):
        require(no("not_seated", _("This code holds no seat.")))
    rows = {one["code"]: one for one in here.codes}
    gone = set(here.successions.exclude(came="").values_list("came", flat=True))
    waiting = [rows[one] for one in here.standing_by if one not in gone]
    came = verify_draw.next_in_line(waiting, rows[code], here.quotas) or ""
    Succession.objects.create(call=here, left=code, came=came, at=at)
    Member.objects.filter(call=here, code=code, left_on=None).update(left_on=local_day(at))
    # Only the codes: who they belong to is nobody's business.
    record("agenda.seat.given_back", here, at=at, left=code, came=came)
    return came


@transaction.atomic
def seat_drawn(*, call: Call, code: str, begins_on: date, by: User, at: datetime) -> Member:
    """Who was drawn accepts, and sits from that day on. Raises Refused."""
    require(may_keep_members(by))
    here = Call.objects.select_for_update().get(pk=call.pk)
    require(is_standing(here.committee))
    if here.settled_at is None or code not in seated_codes(here):
        require(no("not_seated", _("This code holds no seat.")))
    mine = Volunteer.objects.filter(call=here, code=code).first()
    if mine is None:
        raise Refused(no("nobody_known", _("It is not known any more whose code this is.")))
    return take_seat(call=here, mine=mine, begins_on=begins_on, by=by, at=at)


def take_seat(*, call: Call, mine: Volunteer, begins_on: date, by: User, at: datetime) -> Member:
    """Of a code that holds a seat; whoever calls holds the call. Raises Refused."""
    if Member.objects.filter(call=call, code=mine.code).exists():
        require(no("seated_already", _("This seat has been taken already.")))
    if Member.objects.filter(committee=call.committee_id, user=mine.user_id, left_on=None).exists():
        require(no("sits_already", _("This person sits on the committee already.")))
    member = Member.objects.create(
        committee_id=call.committee_id,
        user_id=mine.user_id,
        name=mine.name,
        is_named=mine.is_named,
        seat=call.seat,
        joined=Joined.DRAWN,
        call=call,
        code=mine.code,
        sex=mine.sex,
        age=mine.age,
        region=mine.region,
        begins_on=begins_on,
        ends_on=end_of_term(begins_on, call.term_months),
        added_at=at,
        added_by=by,
    )
    record("agenda.member.added", member, at=at, actor=by, joined=Joined.DRAWN.value, code=mine.code)
    return member


def end_of_term(begins_on: date, months: int) -> date:
    """The last day of a term: the day before the same day so many months later."""
    whole = begins_on.month - 1 + max(months, 1)
    year, month = begins_on.year + whole // 12, whole % 12 + 1
    for day in range(begins_on.day, 27, -1):
        try:
            return date(year, month, day) - timedelta(days=1)
        except ValueError:  # no such day in that month
            continue
    return date(year, month, min(begins_on.day, 28)) - timedelta(days=1)


@transaction.atomic
def destroy_volunteers(*, call: Call, at: datetime) -> int:
    """When its days are over: every statement, address and random number; returns how many. Codes stay public."""
    here = Call.objects.select_for_update().get(pk=call.pk)
    if here.destroyed_at is not None or at < destroyed_from(here):
        return 0
    count, _kinds = Volunteer.objects.filter(call=here).delete()
    here.destroyed_at = at
    here.save(update_fields=["destroyed_at"])
    record("agenda.volunteers.destroyed", here, at=at, count=count)
    return count
