"""What people are told of decisions: whom one concerns and how to object, who reported it, who has to answer."""

from typing import Any

from django.urls import reverse

from civic.moderation.kinds import Act, AppealState
from civic.moderation.models import Appeal, Case, Decision, Report
from civic.moderation.rules import may_answer_appeal
from civic.notifications.actions import tell
from civic.notifications.audience import News, staff_in
from civic.notifications.models import NewsKind
from civic.notifications.moderation import path_of_decision
from civic.people.models import Role
from civic.proposals.models import Standing
from platform_core.accounts.models import User
from platform_core.events.models import Event
from platform_core.events.registry import listens_to

INSTITUTION = "platform_core.project.urls_institution"
# What hides or shows is told by the thing's own event, with the same address in it.
TOLD_BY_ITSELF = frozenset({Act.KEEP, Act.HIDE, Act.TAKEDOWN, Act.RETURN, Act.SHOW})


@listens_to("moderation.decision.made")
def tell_whom_a_decision_concerns(event: Event) -> None:
    decision = _decision(event.subject_id)
    if decision is None or decision.author is None or decision.act in TOLD_BY_ITSELF:
        return
    _tell(
        event, decision, NewsKind.MODERATED, [decision.author], {"reason": decision.words, "may_object": True}
    )


@listens_to("moderation.decision.made")
def tell_who_reported_it(event: Event) -> None:
    """That somebody looked, and whether anything was done; not what the author was told."""
    decision = _decision(event.subject_id)
    if decision is None:
        return
    reporters = Report.objects.filter(case=decision.case_id, reporter__isnull=False).values("reporter")
    people = User.objects.filter(pk__in=reporters, is_active=True).exclude(pk=event.actor_id or 0)
    data = {"event": "moderation.report.answered", "act": _seen_by_all(decision)}
    shown = decision.case.proposal.standing == Standing.OPEN
    if not shown:
        data |= {"title": " ", "path": reverse("portal:moderation", urlconf=INSTITUTION)}
    news = News(NewsKind.MODERATED, decision.case.proposal if shown else None, data)
    tell(event=event, news=news, people=people.order_by("pk"), at=event.at)


def _seen_by_all(decision: Decision) -> str:
    return "kept" if decision.act in (Act.KEEP, Act.SHOW) else "acted"


@listens_to("moderation.appeal.made")
def tell_who_may_answer(event: Event) -> None:
    appeal = (
        Appeal.objects.select_related("decision__case__proposal").filter(pk=event.subject_id or 0).first()
    )
    if appeal is None or appeal.state != AppealState.OPEN:
        return
    staff = staff_in(Role.MODERATOR, Role.ADMINISTRATOR).exclude(pk=event.actor_id or 0)
    people = [one for one in staff if may_answer_appeal(one, appeal).allowed]
    proposal = appeal.decision.case.proposal
    path = reverse("desk:appeal", args=[appeal.pk], urlconf=INSTITUTION)
    data = {"event": event.kind, "path": path, "title": proposal.title}
    tell(event=event, news=News(NewsKind.OWED, None, data), people=people, at=event.at)


@listens_to("moderation.appeal.decided")
def tell_who_objected(event: Event) -> None:
    appeal = Appeal.objects.filter(pk=event.subject_id or 0).first()
    decision = _decision(appeal.decision_id) if appeal else None
    if appeal is None or decision is None or decision.author is None:
        return
    more = {"reason": appeal.answer, "state": appeal.state}
    _tell(event, decision, NewsKind.MODERATED, [decision.author], more)


def _tell(event: Event, decision: Decision, kind: NewsKind, people: list[User], more: dict[str, Any]) -> None:
    case: Case = decision.case
    data = {
        "event": event.kind,
        "act": decision.act,
        "path": path_of_decision(decision.pk),
        "title": case.proposal.title,
        **more,
    }
    tell(event=event, news=News(kind, None, data), people=people, at=event.at)


def _decision(pk: int | None) -> Decision | None:
    found = Decision.objects.select_related("case__proposal", "author")
    return found.filter(pk=pk or 0).first()
