"""Who may report, decide and object. Doors ask to draw; verbs demand, inside the transaction."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from civic.moderation.kinds import (
    AGAINST_THE_AUTHOR,
    APPEAL_WITHIN,
    MOST_REPORTS,
    Act,
    AppealState,
)
from civic.moderation.models import Appeal, Case, Decision, Report
from civic.moderation.things import Thing
from civic.people.rules import is_administrator, is_moderator
from civic.proposals.models import Standing
from platform_core.access import YES, Verdict, first_no, no


def may_report(person: Any, thing: Thing, at: datetime) -> Verdict:
    """Anybody, about what others wrote and everybody reads. Strangers' addresses are counted by the door."""
    if thing.standing != Standing.OPEN:
        return no("gone", _("This is no longer shown."))
    if not getattr(person, "is_authenticated", False):
        return YES
    if thing.author_id == person.pk:
        return no("own", _("This is your own. You can change it or take it back."))
    lately = Report.objects.filter(reporter=person.pk, at__gt=at - timedelta(days=1)).count()
    if lately >= MOST_REPORTS:
        return no(
            "limit_reached",
            _("You have reported %(count)s things in 24 hours. Staff look at them first.")
            % {"count": MOST_REPORTS},
            _("Please try again tomorrow."),
            requirement=MOST_REPORTS,
            actual=lately,
        )
    return YES


def may_moderate(person: Any) -> Verdict:
    """Moderators and administrators: read the queue, decide, keep the lists."""
    if not is_moderator(person):
        return no(
            "not_allowed", _("Only moderators and administrators may hide or show what citizens wrote.")
        )
    return YES


def may_set_policy(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators decide what is read before it is shown."))
    return YES


def may_judge(person: Any, case: Case, act: str, at: datetime) -> Verdict:
    """Whoever moderates, while no colleague is at it. What a law took down is the administrators' alone."""
    return first_no(may_moderate(person), is_free_for(person, case, at), may_lift_takedown(person, case, act))


def is_free_for(person: Any, case: Case, at: datetime) -> Verdict:
    if case.is_taken_at(at) and case.claimed_by_id not in (None, person.pk):
        name = case.claimed_by.name if case.claimed_by else ""
        return no("claimed", _("%(name)s is looking at this.") % {"name": name}, _("Take another one."))
    return YES


def may_lift_takedown(person: Any, case: Case, act: str) -> Verdict:
    """Whatever would show it again, or hide it for another reason, while it is taken down for a legal one."""
    if act in (Act.WARN, Act.RESTRICT) or not is_taken_down(case) or is_administrator(person):
        return YES
    return no(
        "top_role_only",
        _("This was taken down because a law asks for it. Only an administrator shows it again."),
        _("Ask an administrator."),
    )


def is_taken_down(case: Case) -> bool:
    """Whether the last word about the thing, in this case or an earlier one, was a takedown."""
    last = Decision.objects.filter(case__kind=case.kind, case__thing=case.thing, reversed_at=None)
    last = last.exclude(act__in=(Act.WARN, Act.RESTRICT)).order_by("-pk")
    return last.values_list("act", flat=True).first() == Act.TAKEDOWN


def may_appeal(person: Any, decision: Decision, at: datetime) -> Verdict:
    """Whom it concerns, once, in time, while it stands."""
    if not getattr(person, "is_authenticated", False) or decision.author_id != person.pk:
        return no("not_yours", _("Only whom a decision concerns may object to it."))
    if decision.act not in AGAINST_THE_AUTHOR:
        return no("nothing_to_object", _("This decision takes nothing from you."))
    if decision.reversed_at is not None:
        return no("taken_back", _("This decision has been taken back already."))
    if Appeal.objects.filter(decision=decision).exists():
        return no("appealed", _("You have objected to this already."))
    until = decision.at + APPEAL_WITHIN
    if at >= until:
        day = date_format(localtime(until), "DATE_FORMAT")
        return no("too_late", _("It was possible to object until %(date)s.") % {"date": day})
    return YES


def may_answer_appeal(person: Any, appeal: Appeal) -> Verdict:
    """Somebody else than who decided; where a law asked for it, an administrator."""
    if not (may := may_moderate(person)).allowed:
        return may
    if appeal.state != AppealState.OPEN:
        return no("answered", _("This objection has been answered already."))
    if appeal.decision.by_id == person.pk:
        return no(
            "decided_it",
            _("You made this decision: somebody else answers the objection to it."),
            _("Ask a colleague who moderates, or invite one."),
        )
    if appeal.decision.act == Act.TAKEDOWN and not is_administrator(person):
        return no("top_role_only", _("Only an administrator answers objections to what a law took down."))
    return YES


def may_hand_in_again(person: Any, decision: Decision) -> Verdict:
    """The author of what was returned, as long as nothing else was decided since."""
    if not getattr(person, "is_authenticated", False) or decision.author_id != person.pk:
        return no("not_yours", _("Only its author may hand it in again."))
    case = decision.case
    later = Case.objects.filter(kind=case.kind, thing=case.thing, pk__gt=case.pk)
    if decision.act != Act.RETURN or decision.reversed_at is not None or later.exists():
        return no("not_returned", _("This does not wait for a change by you any more."))
    return YES
