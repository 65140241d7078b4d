"""Who is told about what. One place, so that a new event is added by adding a row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from civic.notifications.models import NewsKind
from civic.notifications.moderation import decided
from civic.people.models import Department, StaffRole
from civic.proposals.models import Comment, Proposal
from platform_core.accounts.models import User
from platform_core.events.models import Event


@dataclass(frozen=True, slots=True)
class News:
    """What is told: about which proposal, of which kind, with what to fill the sentence.

    Without a proposal `data` says what it is about, and where that is: `title` and `path`.
    """

    kind: NewsKind
    proposal: Proposal | None
    data: dict[str, Any]


TOLD_TO_FOLLOWERS = {
    "proposals.threshold.crossed": NewsKind.THRESHOLD,
    # Only when it was taken up below the threshold: what a threshold opens is told as the crossing.
    "answers.request.opened": NewsKind.ASSIGNED,
    "answers.request.assigned": NewsKind.ASSIGNED,
    "answers.request.transferred": NewsKind.ASSIGNED,
    "answers.request.extended": NewsKind.ASSIGNED,
    "answers.request.paused": NewsKind.ASSIGNED,
    "answers.request.became_overdue": NewsKind.ASSIGNED,
    "answers.request.escalated": NewsKind.ASSIGNED,
    "agenda.candidate.accepted": NewsKind.AGENDA,
    "agenda.candidate.refused": NewsKind.AGENDA,
    "agenda.candidate.deferred": NewsKind.AGENDA,
    "answers.interim.published": NewsKind.ANSWERED,
    "answers.answer.published": NewsKind.ANSWERED,
    "execution.plan.published": NewsKind.PROGRESS,
    "execution.milestone.changed": NewsKind.PROGRESS,
    "execution.progress.reported": NewsKind.PROGRESS,
    "proposals.proposal.closed": NewsKind.CLOSED,
    "proposals.proposal.edited": NewsKind.PROGRESS,
}
TOLD_TO_DEPARTMENT = frozenset(
    {
        "answers.request.assigned",
        "answers.request.transferred",
        "answers.request.extended",
        "answers.request.resumed",
        "answers.request.became_overdue",
        "answers.interim.became_owed",
    }
)
# To every department that carries it out; where none does, to those who look after the whole.
TOLD_TO_WHO_CARRIES_OUT = frozenset(
    {
        "execution.execution.opened",
        "execution.plan.became_overdue",
        "execution.update.became_due",
    }
)
# Nobody has it, or it lies with the top: those who look after the whole are told.
TOLD_TO_MODERATORS = frozenset({"answers.request.opened", "answers.request.left_unassigned"})
TOLD_TO_ADMINISTRATORS = frozenset({"answers.request.opened", "answers.request.escalated"})
# What is asked of the head, and what has come before the head because it is so late.
TOLD_TO_HEAD = frozenset(
    {
        "answers.request.opened",
        "answers.request.extended",
        "answers.request.resumed",
        "answers.request.became_overdue",
        "answers.interim.became_owed",
        "answers.request.escalated",
    }
)
# What of an event its sentence may need.
KEPT = (
    "answerer", "cause", "count", "days", "department", "due_at", "effect", "ending", "held", "how", "name", "note",
    "overdue", "reason", "threshold", "to", "until", "verdict", "version",
)  # fmt: skip


def data_of(event: Event, **extra: Any) -> dict[str, Any]:
    """What its sentence is filled with. The department by name: it is asked for here, not for every letter."""
    kept = {key: event.data[key] for key in KEPT if event.data.get(key)}
    if "department" in kept:
        named = Department.objects.filter(pk=kept["department"]).values_list("name", flat=True).first()
        kept["department_name"] = named or ""
    if event.kind == "answers.answer.published":
        kept["answer"] = event.subject_id
    return {"event": event.kind, **kept, **decided(event), **extra}


def proposal_of(event: Event) -> Proposal | None:
    """The proposal an event is about, or None when it has gone."""
    pk: int = event.data.get("proposal") or event.subject_id or 0
    return Proposal.objects.filter(pk=pk).first()


def respondents_of(department_id: int | None) -> list[int]:
    if department_id is None:
        return []
    roles = StaffRole.objects.filter(department_id=department_id, role="respondent")
    return list(roles.values_list("user_id", flat=True).order_by("user_id"))


def staff_in(*roles: str) -> QuerySet[User]:
    """Everybody with one of these tasks."""
    return User.objects.filter(staff_roles__role__in=roles, is_active=True).distinct().order_by("pk")


def people_addressed_by(comment: Comment) -> Iterator[int]:
    """The proposal's author, and whoever is replied to; never the writer."""
    addressed = {comment.proposal.author_id}
    if comment.parent is not None:
        addressed.add(comment.parent.author_id)
    yield from sorted(pk for pk in addressed if pk and pk != comment.author_id)
