"""Who may tick, plan and note. Reading is for everybody who works here."""

from typing import Any

from django.utils.translation import gettext as _

from civic.guide.chapters import point as point_of
from civic.guide.models import OwnPoint, Signal, Tick
from civic.guide.probes.finding import About
from civic.guide.things import thing
from civic.people.rules import is_administrator, is_moderator, may_do_the_work
from platform_core.access import YES, Verdict, first_no, no


def may_tick(person: Any, point: str, about: str) -> Verdict:
    """Whoever works here, except what data ticks by itself; and for what the point is about alone."""
    return first_no(may_do_the_work(person), _exists_and_is_ours(point), _fits(point, about))


def may_untick(person: Any, tick: Tick, reason: str) -> Verdict:
    """Whoever ticked it, and moderators; with a reason that stays beside it."""
    is_mine = tick.done_by_id == getattr(person, "pk", None)
    if not (is_mine or is_moderator(person)):
        return no("not_allowed", _("Only whoever ticked it, or a moderator, takes it back."))
    if not reason.strip():
        return no("reason_needed", _("Say why; it stays beside the point."))
    return YES


def may_keep_log(person: Any) -> Verdict:
    if not is_moderator(person):
        return no("not_allowed", _("Moderators and administrators keep the log."))
    return YES


def may_decide_signal(person: Any, signal: Signal) -> Verdict:
    return first_no(may_keep_log(person), _undecided(signal))


def may_plan(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Administrators write the plan of the year; everybody here can read it."))
    return YES


def may_replace(last: int, based_on: int | None) -> Verdict:
    """Whoever writes has read the last edition; None: it does not matter."""
    if based_on is None or based_on == last:
        return YES
    return no(
        "changed_meanwhile",
        _("Somebody has saved edition %(number)s of the plan meanwhile.") % {"number": last},
        _("What you typed is still here: read the new edition, then save again."),
    )


def may_add_own(person: Any) -> Verdict:
    """Points and cases of the institution itself."""
    if not is_moderator(person):
        return no("not_allowed", _("Moderators and administrators add to the guide."))
    return YES


def may_share(person: Any) -> Verdict:
    """What leaves the house is for administrators to decide."""
    if not is_administrator(person):
        return no("not_allowed", _("Administrators decide what is shared with other institutions."))
    return YES


def may_share_again(state: str) -> Verdict:
    """`state`: how it stands in the library; "" and what was declined may be offered."""
    if state in ("offered", "approved"):
        return no("shared_already", _("It has been shared already."), _("Withdraw it first to change it."))
    return YES


def may_grow(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Administrators switch the next step on or off."))
    return YES


def may_step_back(person: Any, stage: str) -> Verdict:
    """Proposals are what everything else grows from: they are closed one process at a time, with the rules."""
    if stage == "proposals":
        return no(
            "first_step",
            _("Proposals are not switched off here."),
            _("Each process can be closed to new proposals on the page of its rules."),
        )
    return may_grow(person)


def _undecided(signal: Signal) -> Verdict:
    if signal.decided_at is not None:
        return no("decided", _("Somebody has looked at this already."))
    return YES


def _fits(point: str, about: str) -> Verdict:
    wanted = _per(point)
    try:
        found = About.of(about)
    except ValueError:
        found = None
    if found is None or found.kind != wanted or thing(found) is None:
        return no("unknown_thing", _("There is nothing there that this point could be ticked for."))
    return YES


def _per(point: str) -> str:
    if point.startswith("own:"):
        own = OwnPoint.objects.filter(pk=_own_number(point)).values_list("per", flat=True).first()
        return own or ""
    try:
        return point_of(point).per
    except KeyError:
        return ""


def _own_number(point: str) -> int:
    """0 for what is no number of ours."""
    number = point.removeprefix("own:")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0


def _exists_and_is_ours(point: str) -> Verdict:
    if point.startswith("own:"):
        if OwnPoint.objects.filter(pk=_own_number(point), removed_at=None).exists():
            return YES
        return no("unknown_point", _("There is no such point in the checklist."))
    try:
        found = point_of(point)
    except KeyError:
        return no("unknown_point", _("There is no such point in the checklist."))
    if found.probe:
        return no("ticked_by_data", _("This point ticks itself: it follows from what has been done."))
    return YES
