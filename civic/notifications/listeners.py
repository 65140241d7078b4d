"""What people are told, after commit. Every listener may run twice; every person is told once."""

from typing import Any

from django.utils import timezone

from civic.answers.models import AnswerRequest, Cause, State
from civic.execution.queries import departments_of_execution
from civic.notifications.actions import change_comment_news, tell
from civic.notifications.audience import (
    TOLD_TO_ADMINISTRATORS,
    TOLD_TO_DEPARTMENT,
    TOLD_TO_FOLLOWERS,
    TOLD_TO_HEAD,
    TOLD_TO_MODERATORS,
    TOLD_TO_WHO_CARRIES_OUT,
    News,
    data_of,
    people_addressed_by,
    proposal_of,
    respondents_of,
    staff_in,
)
from civic.notifications.following import followers_of
from civic.notifications.models import NewsKind, Notification
from civic.people.models import Role
from civic.processes.kinds import Answerer
from civic.proposals.models import Comment, Proposal, Standing
from platform_core.accounts.models import User
from platform_core.accounts.public_names import public_name
from platform_core.events.models import Event
from platform_core.events.registry import Heard, listens_to

EXCERPT = 200
# Of a crowd, how many are told in one transaction: a second or two of work.
PORTION = 1_000


@listens_to(*TOLD_TO_FOLLOWERS)
def tell_followers(event: Event) -> Heard | None:
    """Fifty thousand of them are told portion by portion, by ascending id; who was told is not told again."""
    proposal = proposal_of(event)
    if proposal is None or proposal.standing == Standing.HIDDEN or _is_quiet(event):
        return None
    news = News(TOLD_TO_FOLLOWERS[event.kind], proposal, data_of(event))
    told = Notification.objects.filter(event=event).values("user_id")
    left = followers_of(proposal).exclude(pk=event.actor_id or 0).exclude(pk__in=told)
    portion = list(left[:PORTION])
    tell(event=event, news=news, people=portion, at=timezone.now())
    return Heard.IN_PART if len(portion) == PORTION else None


def _is_quiet(event: Event) -> bool:
    """An edit before the first support replaced the text: there is nobody to tell."""
    if event.kind == "answers.request.opened":
        return bool(event.data.get("cause") != Cause.RESCUE)
    if event.kind == "proposals.proposal.edited":
        return bool(event.data.get("version", 1) == 1)
    # Where the committee's word closes it, the closing tells the reason.
    if event.kind == "agenda.candidate.refused":
        return bool(event.data.get("closes"))
    # The answer itself is told; that it closed the proposal as answered is not told a second time.
    return event.kind == "proposals.proposal.closed" and event.data.get("ending") == "answered"


@listens_to(*sorted(TOLD_TO_DEPARTMENT))
def tell_department(event: Event) -> None:
    proposal = proposal_of(event)
    if proposal is None:
        return
    department_id = event.data.get("department") or proposal.department_id
    staff = User.objects.filter(pk__in=respondents_of(department_id), is_active=True).exclude(
        pk=event.actor_id or 0
    )
    tell(event=event, news=News(NewsKind.OWED, proposal, data_of(event)), people=staff, at=timezone.now())


@listens_to(*sorted(TOLD_TO_WHO_CARRIES_OUT))
def tell_who_carries_out(event: Event) -> None:
    """A plan is owed, or a word about how far it is: asked of every department that takes part."""
    proposal = proposal_of(event)
    if proposal is None or proposal.standing != Standing.OPEN:
        return
    departments = departments_of_execution(event.subject_id)
    staff = User.objects.filter(
        staff_roles__role=Role.RESPONDENT, staff_roles__department__in=departments, is_active=True
    )
    people = staff.distinct().order_by("pk") if departments else staff_in(Role.MODERATOR, Role.ADMINISTRATOR)
    tell(event=event, news=News(NewsKind.OWED, proposal, data_of(event)), people=people, at=timezone.now())


@listens_to(*sorted(TOLD_TO_MODERATORS))
def tell_moderators_of_what_nobody_has(event: Event) -> None:
    """At once, and once more when days have passed: an answer that no department owes comes from nobody."""
    request = AnswerRequest.objects.filter(pk=event.subject_id or 0, state=State.OPEN).first()
    proposal = proposal_of(event)
    if request is None or proposal is None or not request.needs_department or request.department_id:
        return
    _tell_staff(event, proposal, Role.MODERATOR, Role.ADMINISTRATOR, department=None, unassigned=True)


@listens_to(*sorted(TOLD_TO_ADMINISTRATORS))
def tell_administrators_of_what_the_top_owes(event: Event) -> None:
    """What the head, a bureau or a committee owes, and what lies with them because it is late."""
    request = AnswerRequest.objects.filter(pk=event.subject_id or 0).first()
    proposal = proposal_of(event)
    if request is None or proposal is None:
        return
    if event.kind == "answers.request.escalated" or not request.needs_department:
        _tell_staff(event, proposal, Role.ADMINISTRATOR)


@listens_to(*sorted(TOLD_TO_HEAD))
def tell_the_head(event: Event) -> None:
    request = AnswerRequest.objects.filter(pk=event.subject_id or 0).first()
    proposal = proposal_of(event)
    if request is None or proposal is None:
        return
    brought = event.kind == "answers.request.escalated" and event.data.get("to") == Answerer.HEAD
    if brought or request.answerer == Answerer.HEAD:
        _tell_staff(event, proposal, Role.HEAD)


def _tell_staff(event: Event, proposal: Proposal, *roles: str, **extra: Any) -> None:
    people = staff_in(*roles).exclude(pk=event.actor_id or 0)
    news = News(NewsKind.OWED, proposal, data_of(event, **extra))
    tell(event=event, news=news, people=people, at=timezone.now())


@listens_to("proposals.comment.written")
def tell_whom_a_comment_addresses(event: Event) -> None:
    comment = (
        Comment.objects.select_related("proposal", "parent", "author")
        .filter(pk=event.subject_id or 0)
        .first()
    )
    if comment is None or comment.standing != "open":
        return
    people = User.objects.filter(pk__in=list(people_addressed_by(comment)), is_active=True)
    if comment.proposal.standing == Standing.HIDDEN:
        people = people.filter(pk=comment.proposal.author_id or 0)
    name = public_name(comment.author) if comment.author else ""
    news = News(NewsKind.COMMENTED, comment.proposal, data_of(event, name=name, text=comment.body[:EXCERPT]))
    tell(event=event, news=news, people=people, at=timezone.now())


@listens_to("proposals.comment.hidden", "proposals.comment.deleted")
def take_back_the_words_of_a_comment(event: Event) -> None:
    """They are gone from the page, so they go from the news about them."""
    change_comment_news([event.subject_id], text="")


@listens_to("proposals.proposal.hidden", "proposals.proposal.shown")
def tell_author_of_a_proposal(event: Event) -> None:
    proposal = proposal_of(event)
    if proposal is not None and proposal.author is not None:
        news = News(NewsKind.MODERATED, proposal, data_of(event))
        tell(event=event, news=news, people=[proposal.author], at=timezone.now())


@listens_to("proposals.comment.hidden", "proposals.comment.shown")
def tell_author_of_a_comment(event: Event) -> None:
    comment = Comment.objects.select_related("proposal", "author").filter(pk=event.subject_id or 0).first()
    if comment is not None and comment.author is not None:
        news = News(NewsKind.MODERATED, comment.proposal, data_of(event, text=comment.body[:EXCERPT]))
        tell(event=event, news=news, people=[comment.author], at=timezone.now())
