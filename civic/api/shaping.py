"""From rows to the data the serializers describe."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from civic.answers.clock import clock_words
from civic.answers.models import Answer, AnswerRequest, State
from civic.api.serializers import language, verdict_as_data
from civic.debates.showing import tally_seen_by
from civic.journeys.catching_up import catch_up_with
from civic.journeys.explaining import Goal, explain_proposal, goals_of
from civic.processes.document import Stage
from civic.processes.engine import stands_at
from civic.processes.kinds import Counter
from civic.processes.models import ProcessVersion
from civic.processes.queries import rules_of
from civic.proposals import rules
from civic.proposals.counting import exact_count
from civic.proposals.models import Proposal, Said, Support
from civic.proposals.queries import Listed
from civic.proposals.set_aside import has_said, uncounted_of, with_oneself
from civic.proposals.tallies import tally_of
from platform_core.accounts.public_names import public_name
from tenants.models import Institution


def followed_by(version_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Process and number of each of these versions; one query."""
    versions = ProcessVersion.objects.filter(pk__in=set(version_ids))
    rows = versions.select_related("process").only(
        "number", "process__key", "process__name", "process__names"
    )
    return {
        row.pk: {"key": row.process.key, "name": row.process.label, "version": row.number} for row in rows
    }


def listed(
    row: Listed,
    *,
    at: datetime,
    categories: dict[int, str],
    followed: dict[int, dict[str, Any]],
    institution: Institution,
) -> dict[str, Any]:
    rules_now = rules_of(row.version_id)
    following = rules_now.next_threshold(row.support_count)
    return {
        "number": row.number,
        "title": row.title,
        "excerpt": row.excerpt,
        "stage": _stage(stands_at(rules_now, row.item, at)),
        "process": followed[row.version_id],
        "closed_as": row.closed_as,
        "category": categories.get(row.category_id) if row.category_id else None,
        "submitted_at": row.submitted_at,
        "support": {
            "online": row.support_count,
            "verified": row.verified_count,
            "disagreeing": row.dislike_count if rules_now.counting.dislike else None,
            "imported": row.imported_support,
            "next_threshold": following.count if following else None,
            "closes_at": row.closes_at,
        },
        "comments": row.comment_count,
        "address": institution.address(f"/proposals/{row.number}/"),
    }


def whole(proposal: Proposal, *, viewer: Any, at: datetime, institution: Institution) -> dict[str, Any]:
    tally = tally_of(proposal)
    if catch_up_with(proposal, tally, at):
        tally = tally_of(proposal)
    rules_now, own = proposal.rules, uncounted_of(viewer, proposal, Said.SUPPORT)
    tally = with_oneself(tally, rules_now, own)
    count = exact_count(proposal) + own
    following = rules_now.next_threshold(count)
    seen = tally_seen_by(viewer, proposal, tally, at)
    return {
        "number": proposal.pk,
        "title": proposal.title,
        "excerpt": proposal.excerpt,
        "html": proposal.body_html,
        "stage": _stage(proposal.stands_at(at)),
        "process": followed_by([proposal.process_version_id])[proposal.process_version_id],
        "closed_as": proposal.closed_as,
        "closing_code": proposal.closing_code,
        "closing_reason": proposal.closing_reason,
        "category": proposal.category.key if proposal.category else None,
        "submitted_at": proposal.submitted_at,
        "stage_ends_at": proposal.stage_ends_at,
        "support": {
            "online": count,
            "verified": tally.of(Counter.VERIFIED_SUPPORT),
            "disagreeing": tally.of(Counter.DISLIKE) if rules_now.counting.dislike else None,
            "imported": proposal.imported_support,
            "next_threshold": following.count if following else None,
            "closes_at": proposal.closes_at,
        },
        "goals": [
            _goal(goal)
            for goal in goals_of(rules_now, replace(proposal.item, tally=seen.tally))
            if not goal.counters & seen.kept_back
        ],
        "comments": proposal.stat.comment_count,
        "address": institution.address(f"/proposals/{proposal.pk}/"),
        "author": public_name(proposal.author) if proposal.author else None,
        "version": proposal.version,
        "origin": proposal.origin,
        "department": proposal.department.name if proposal.department else None,
        **_answers(proposal, at),
        "deeds": [
            {"deed": one.deed.value, **verdict_as_data(one.verdict)}
            for one in explain_proposal(viewer, proposal, at)
        ],
        "may_support": verdict_as_data(rules.may_support(viewer, proposal, at)),
        "supported": has_said(Support, proposal, viewer),
    }


def _stage(stage: Stage) -> dict[str, str]:
    return {"key": stage.key, "kind": stage.kind.value, "label": stage.label(language())}


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "key": goal.key,
        "words": goal.words,
        "follows": goal.follows,
        "reached": goal.reached,
        "judged_at_the_end": goal.at_end,
        "parts": [
            {
                "counter": piece.counter.value if piece.counter else None,
                "words": piece.words,
                "needed": piece.needed,
                "actual": piece.actual,
                "reached": piece.holds,
            }
            for piece in goal.pieces
        ],
    }


def _answers(proposal: Proposal, at: datetime) -> dict[str, Any]:
    requests = AnswerRequest.objects.filter(proposal=proposal).select_related(
        "department", "answer__department"
    )
    rows = list(requests.order_by("pk"))
    for row in rows:
        row.proposal = proposal  # its rules are asked for the clock
    owed = next((row for row in rows if row.state == State.OPEN), None)
    return {
        "answer_owed": owed
        and {
            "answerer": owed.answerer,
            "department": owed.department.name if owed.department else None,
            "due_at": owed.due_at,
            "is_overdue": owed.is_overdue(at),
            "is_paused": owed.is_paused(at),
            "owes_interim": owed.owes_interim(at),
            "escalated_at": owed.escalated_since(at),
            "words": clock_words(owed, at),
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
