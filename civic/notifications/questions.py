"""News of the institution's questions for those who prepare them: the department, the moderators, or both."""

from django.db.models import QuerySet
from django.urls import reverse

from civic.notifications.actions import tell
from civic.notifications.audience import News, respondents_of, staff_in
from civic.notifications.models import NewsKind
from civic.people.models import Role
from civic.questions.models import Question
from platform_core.accounts.models import User
from platform_core.events.models import Event
from platform_core.events.registry import listens_to

URLS = "platform_core.project.urls_institution"
TOLD_TO_DEPARTMENT = frozenset(
    {
        "questions.review.asked",
        "questions.question.scheduled",
        "questions.question.published",
        "questions.question.returned",
        "questions.result.handed_over",
    }
)
TOLD_TO_MODERATORS = frozenset(
    {
        "questions.review.agreed",
        "questions.review.changes_asked",
        "questions.question.returned",
        "questions.question.stopped",
        "questions.question.withdrawn",
    }
)
# Beside these: whoever asked for the review learns what came of it.
TOLD_TO_WHO_BEGAN = frozenset({"questions.review.agreed", "questions.review.changes_asked"})


@listens_to(*sorted(TOLD_TO_DEPARTMENT | TOLD_TO_MODERATORS))
def tell_who_prepares_it(event: Event) -> None:
    """Once each, whatever their tasks; never whoever did it."""
    question = Question.objects.filter(pk=event.subject_id or 0).first()
    if question is None:
        return
    data = {
        "event": event.kind,
        "title": question.name,
        "path": reverse("desk:question", args=[question.pk], urlconf=URLS),
        **{key: event.data[key] for key in ("reason", "due_at") if event.data.get(key)},
    }
    people = _audience(event, question).exclude(pk=event.actor_id or 0)
    tell(event=event, news=News(NewsKind.ASKING, None, data), people=people, at=event.at)


def _audience(event: Event, question: Question) -> QuerySet[User]:
    told: set[int] = set()
    if event.kind in TOLD_TO_DEPARTMENT:
        told.update(respondents_of(question.department_id))
    if event.kind in TOLD_TO_MODERATORS:
        told.update(staff_in(Role.MODERATOR, Role.ADMINISTRATOR).values_list("pk", flat=True))
    if event.kind in TOLD_TO_WHO_BEGAN and question.begun_by_id is not None:
        told.add(question.begun_by_id)
    staff = User.objects.filter(pk__in=told, is_active=True, staff_roles__isnull=False)
    return staff.distinct().order_by("pk")
