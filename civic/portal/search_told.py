"""What the search of the whole site finds below and behind items: answers, reports, what is carried out, what is said.

Only what everybody may read, whoever asks: of items that stand in lists, and nothing that was hidden or taken back.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Func, Model, OuterRef, Q, Subquery, TextField, Value
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext_lazy

from civic.answers.models import Answer
from civic.answers.queries import published_answers
from civic.debates.models import Opinion
from civic.debates.queries import sees_votes
from civic.execution.models import Execution, ExecutionItem, Milestone, ProgressNote
from civic.execution.queries import shown
from civic.portal.debate_finding import place_of
from civic.portal.execution_words import marks_of
from civic.portal.search_kinds import EXCERPT, Asked, Hit, Kind, day, page_of
from civic.processes.kinds import Visibility
from civic.proposals.models import Comment, Standing
from civic.proposals.paging import Order, Page
from civic.results.models import ReportVersion
from civic.results.queries import latest_versions
from platform_core.text.containing import containing
from platform_core.text.plain import excerpt

ANSWERED = ("body_html", "reason_html", "next_steps_html", "transcript_html")
# What people say is read from the newest on; a word is looked for in no more than so many rows.
NEWEST = 100_000
NOTE = gettext_lazy("The newest 100,000 are looked through.")
# The texts of a version, without the names of its parts.
_SECTIONS = Func(
    F("sections"),
    template="jsonb_path_query_array(%(expressions)s, '$[*].html')::text",
    output_field=TextField(),
)


def _answers(asked: Asked) -> Page[Hit]:
    found = containing(published_answers().select_related(None), asked.query, *ANSWERED)
    return page_of(
        found.select_related("request__proposal"),
        Order("found-answers", "published_at", is_time=True),
        asked,
        _answer,
    )


def _answer(one: Answer) -> Hit:
    item = one.request.proposal
    address = f"{reverse('portal:proposal', args=[item.pk])}#answer-{one.pk}"
    said = excerpt(one.body_html, EXCERPT)
    return Hit(item.title, address, said, str(one.get_verdict_display()), day(one.published_at))


def _results(asked: Asked) -> Page[Hit]:
    found = latest_versions().alias(told_html=_SECTIONS).select_related("report__debate")
    return page_of(
        containing(found, asked.query, "told_html", "report__debate__question").defer("data"),
        Order("found-results", "published_at", is_time=True),
        asked,
        _result,
    )


def _result(one: ReportVersion) -> Hit:
    said = excerpt(one.sections[0]["html"], EXCERPT) if one.sections else ""
    address = reverse("portal:result", args=[one.report_id])
    return Hit(one.report.debate.question, address, said, day=day(one.published_at))


def _executions(asked: Asked) -> Page[Hit]:
    """By its plan, by a milestone or by something told of it: all words in one of them."""
    query = asked.query
    notes = containing(ProgressNote.objects.all(), query, "body_html").values("execution")
    milestones = containing(Milestone.objects.all(), query, "title").values("execution")
    plans = containing(Execution.objects.all(), query, "aims_html").values("pk")
    first = ExecutionItem.objects.filter(
        execution=OuterRef("pk"), proposal__standing=Standing.OPEN, proposal__visibility=Visibility.PUBLIC
    ).order_by("pk")
    found = shown().filter(Q(pk__in=notes) | Q(pk__in=milestones) | Q(pk__in=plans))
    found = found.annotate(
        number=Subquery(first.values("proposal")[:1]), title=Subquery(first.values("proposal__title")[:1])
    )
    return page_of(
        found,
        Order("found-executions", "told_at", is_time=True),
        asked,
        lambda one: Hit(
            one.title,
            reverse("portal:execution", args=[one.number]),
            excerpt(one.aims_html, EXCERPT),
            marks_of(one, asked.at)[0].label,
            day(one.told_at),
        ),
    )


def _comments(asked: Asked) -> Page[Hit]:
    shown = Comment.objects.filter(
        _newest(Comment),
        standing=Standing.OPEN,
        proposal__standing=Standing.OPEN,
        proposal__visibility=Visibility.PUBLIC,
    )
    found = containing(shown, asked.query, "body").select_related("proposal")
    return page_of(found, Order("found-comments"), asked, _comment)


def _comment(one: Comment) -> Hit:
    root: Any = one.parent_id or one.pk
    address = f"{reverse('portal:comment', args=[one.proposal_id, root])}#comment-{one.pk}"
    return Hit(one.proposal.title, address, _beginning(one.body), day=day(one.created_at))


def _opinions(asked: Asked) -> Page[Hit]:
    """With the side where everybody may know by now how the debate stands."""
    shown = Opinion.objects.filter(
        _newest(Opinion),
        standing=Standing.OPEN,
        debate__opened_at__isnull=False,
        debate__item__standing=Standing.OPEN,
        debate__item__visibility=Visibility.PUBLIC,
    )
    found = containing(shown, asked.query, "body").select_related("debate")
    return page_of(
        found,
        Order("found-opinions"),
        asked,
        lambda one: Hit(
            one.debate.question,
            place_of(one),
            _beginning(one.body),
            one.get_side_display() if sees_votes(AnonymousUser(), one.debate, asked.at) else "",
            day(one.written_at),
        ),
    )


def _newest(model: type[Model]) -> Q:
    """Rows with the NEWEST last numbers."""
    last = model._default_manager.order_by("-pk").values("pk")[:1]
    return Q(pk__gt=Subquery(last) - Value(NEWEST))


def _beginning(text: str) -> str:
    """On one line, as it was typed."""
    return excerpt(escape(text), EXCERPT)


ANSWERS = Kind("answers", gettext_lazy("Answers"), _answers)
RESULTS = Kind("results", gettext_lazy("Results"), _results)
EXECUTIONS = Kind("execution", gettext_lazy("What is being carried out"), _executions)
COMMENTS = Kind("comments", gettext_lazy("Comments"), _comments, note=NOTE)
OPINIONS = Kind("opinions", gettext_lazy("Opinions in debates"), _opinions, "debates", NOTE)
