"""From rows to the data the serializers describe."""

from datetime import datetime
from typing import Any

from civic.answers.models import Answer, AnswerRequest, State
from civic.api.serializers import language, verdict_as_data
from civic.processes.kinds import StageKind
from civic.processes.queries import rules_of
from civic.proposals import rules
from civic.proposals.counting import exact_count
from civic.proposals.models import Proposal, Support
from civic.proposals.queries import Listed
from tenants.models import Institution


def listed(
    row: Listed, *, at: datetime, categories: dict[int, str], institution: Institution
) -> dict[str, Any]:
    kind = row.stage
    if kind == StageKind.GATHERING and at >= row.closes_at:
        kind = StageKind.CLOSED
    rules_now = rules_of(row.version_id)
    following = rules_now.next_threshold(row.support_count)
    return {
        "number": row.number,
        "title": row.title,
        "excerpt": row.excerpt,
        "stage": {"kind": kind, "label": rules_now.stage(kind).label(language())},
        "closed_as": row.closed_as,
        "category": categories.get(row.category_id) if row.category_id else None,
        "submitted_at": row.submitted_at,
        "support": {
            "online": row.support_count,
            "imported": row.imported_support,
            "next_threshold": following.count if following else None,
            "closes_at": row.closes_at,
        },
        "comments": row.comment_count,
        "address": institution.address(f"/proposals/{row.number}/"),
    }


def whole(proposal: Proposal, *, viewer: Any, at: datetime, institution: Institution) -> dict[str, Any]:
    kind = proposal.stage_at(at)
    count = exact_count(proposal)
    following = proposal.rules.next_threshold(count)
    return {
        "number": proposal.pk,
        "title": proposal.title,
        "excerpt": proposal.excerpt,
        "html": proposal.body_html,
        "stage": {"kind": kind.value, "label": proposal.rules.stage(kind).label(language())},
        "closed_as": proposal.closed_as,
        "category": proposal.category.key if proposal.category else None,
        "submitted_at": proposal.submitted_at,
        "support": {
            "online": count,
            "imported": proposal.imported_support,
            "next_threshold": following.count if following else None,
            "closes_at": proposal.closes_at,
        },
        "comments": proposal.stat.comment_count,
        "address": institution.address(f"/proposals/{proposal.pk}/"),
        "author": proposal.author.name if proposal.author else None,
        "version": proposal.version,
        "origin": proposal.origin,
        "department": proposal.department.name if proposal.department else None,
        **_answers(proposal, at),
        "may_support": verdict_as_data(rules.may_support(viewer, proposal, at)),
        "supported": viewer.is_authenticated
        and Support.objects.filter(proposal=proposal, citizen=viewer).exists(),
    }


def _answers(proposal: Proposal, at: datetime) -> dict[str, Any]:
    requests = AnswerRequest.objects.filter(proposal=proposal).select_related(
        "department", "answer__department"
    )
    rows = list(requests.order_by("pk"))
    owed = next((row for row in rows if row.state == State.OPEN), None)
    return {
        "answer_owed": owed
        and {
            "department": owed.department.name if owed.department else None,
            "due_at": owed.due_at,
            "is_overdue": owed.is_overdue(at),
        },
        "answers": [_answer(row.answer, row) for row in rows if row.state == State.ANSWERED],
    }


def _answer(answer: Answer, request: AnswerRequest) -> dict[str, Any]:
    return {
        "verdict": answer.verdict,
        "department": answer.signed_by,
        "html": answer.body_html,
        "reason_html": answer.reason_html,
        "next_steps_html": answer.next_steps_html,
        "follow_up_on": answer.follow_up_on,
        # The day is not known for answers brought from an earlier platform.
        "published_at": None if request.cause == "import" else answer.published_at,
    }
