"""What is carried out, for machines: read-only, open to everyone."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from civic.api.execution_serializers import ExecutionSerializer
from civic.api.views import REFUSALS
from civic.execution.duty import Duty, due_by, duty_of
from civic.execution.models import Execution
from civic.proposals.models import Proposal
from civic.proposals.paging import LARGEST_ID
from civic.proposals.queries import listed, proposals_visible_to


class ProposalExecution(APIView):
    @extend_schema(operation_id="read_execution", responses={200: ExecutionSerializer, **REFUSALS})
    def get(self, request: Request, number: int) -> Response:
        """How one proposal is carried out: plan, milestones, money, measures, and when it was told of last."""
        visible = proposals_visible_to(request.user)
        proposal = get_object_or_404(visible, pk=min(number, LARGEST_ID))
        execution = get_object_or_404(
            Execution.objects.select_related("department"), items__proposal=proposal
        )
        return Response(_shaped(execution, proposal, request, timezone.now()))


def _shaped(execution: Execution, proposal: Proposal, request: Request, at: datetime) -> dict[str, Any]:
    institution = request._request.tenant  # type: ignore[attr-defined]
    duty = duty_of(execution, at)
    together = listed().filter(carried__execution=execution).exclude(pk=proposal.pk)
    return {
        "number": proposal.pk,
        "address": institution.address(f"/proposals/{proposal.pk}/execution/"),
        "story": institution.address(f"/proposals/{proposal.pk}/story/"),
        "together_with": list(together.order_by("pk").values_list("pk", flat=True)),
        "department": execution.department.name if execution.department else None,
        "partners": list(execution.partners.values_list("department__name", flat=True)),
        "contact": execution.contact,
        "aims_html": execution.aims_html,
        "starts_on": execution.starts_on,
        "ends_on": execution.ends_on,
        "opened_at": execution.opened_at,
        "planned_at": execution.planned_at,
        "plan_due_at": execution.plan_due_at,
        "plan_is_overdue": execution.owes_plan(at),
        "told_at": execution.told_at,
        "finished_at": execution.finished_at,
        "duty": duty.value,
        "update_due_at": None if duty == Duty.FINISHED else due_by(execution, at),
        "not_updated_since": execution.told_at if duty == Duty.OVERDUE else None,
        "milestones": [
            {
                "title": one.title,
                "due_on": one.due_on,
                "state": one.state,
                "done_on": one.done_on,
                "reason": one.reason,
            }
            for one in execution.milestones.all()
        ],
        "budget": [
            {"year": one.year, "source": one.source, "amount": one.amount}
            for one in execution.budget.filter(removed_at=None)
        ],
        "measures": [
            {
                "name": one.name,
                "unit": one.unit,
                "before": one.before,
                "after": one.after,
                "measured_on": one.measured_on,
            }
            for one in execution.measures.filter(removed_at=None)
        ],
        "notes": [{"kind": one.kind, "at": one.at, "html": one.body_html} for one in execution.notes.all()],
    }
