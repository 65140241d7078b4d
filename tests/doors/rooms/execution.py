"""Addresses of this room, and one of everything behind them."""

from datetime import date
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from civic.execution.models import (
    BudgetLine,
    Change,
    Execution,
    ExecutionFile,
    Measure,
    Milestone,
    Part,
    ProgressNote,
)
from civic.execution.opening import open_execution
from civic.notifications.following import unfollow_token
from civic.proposals.models import Proposal
from tests.doors.kinds import GONE, LEADS_BACK, OPEN, SIGN_IN, STAFF, Door
from tests.doors.scene import Scene

# Whoever carries it out (the respondent's department), and those who look after the whole.
IN_CHARGE = STAFF

DOORS: dict[str, Door] = {
    "portal:executions": OPEN,
    "portal:executions_csv": OPEN,
    "portal:execution": OPEN,
    "portal:execution_file": OPEN,
    "portal:story": OPEN,
    "portal:story_image": OPEN,
    "portal:following": LEADS_BACK,
    "portal:following_end": LEADS_BACK,
    "portal:unfollowing": OPEN,
    "desk:executions": STAFF,
    "desk:execution": STAFF,
    "desk:execution_report": IN_CHARGE,
    "desk:execution_plan": IN_CHARGE,
    "desk:execution_new_file": IN_CHARGE,
    "desk:execution_file_removal": IN_CHARGE,
    "desk:execution_sharing": Door(SIGN_IN, GONE, 403, 200, 200),
    "desk:execution_new_row": IN_CHARGE,
    "desk:execution_row": IN_CHARGE,
    "api:execution": OPEN,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    proposal = scene.make_proposal(f"추진 중{scene.mark}", stage="carrying_out")
    Proposal.objects.filter(pk=proposal.pk).update(department=scene.department)
    proposal.refresh_from_db()
    execution = open_execution(item=proposal, at=scene.now)
    file, milestone = _filled(execution, proposal, scene)
    on_item, on_execution = {"number": proposal.pk}, {"pk": execution.pk}
    return {
        **{f"portal:{name}": on_item for name in ("execution", "story", "story_image")},
        **{f"portal:{name}": on_item for name in ("following", "following_end")},
        "portal:unfollowing": {"token": unfollow_token(scene.author, proposal)},
        "portal:execution_file": {"key": file.key, "name": file.name},
        **{
            f"desk:execution{name}": on_execution
            for name in ("", "_report", "_plan", "_new_file", "_sharing")
        },
        "desk:execution_file_removal": {**on_execution, "file": file.pk},
        "desk:execution_new_row": {**on_execution, "part": "measures"},
        "desk:execution_row": {**on_execution, "part": "milestones", "row": milestone.pk},
        "api:execution": on_item,
    }


def _filled(execution: Execution, proposal: Proposal, scene: Scene) -> tuple[ExecutionFile, Milestone]:
    mark, now = scene.mark, scene.now
    Execution.objects.filter(pk=execution.pk).update(
        planned_at=now, aims_source=f"계획{mark}", aims_html=f"<p>계획{mark}</p>", contact=f"02-000{mark}"
    )
    note = ProgressNote.objects.create(
        proposal=proposal, execution=execution, kind="progress", body_html=f"<p>진행{mark}</p>", at=now
    )
    milestone = Milestone.objects.create(execution=execution, title=f"착공{mark}", due_on=date(2026, 12, 1))
    BudgetLine.objects.create(execution=execution, year=2026, source=f"시비{mark}", amount=1_000_000)
    Measure.objects.create(execution=execution, name=f"이용자{mark}", before="1", after="2")
    Change.objects.create(
        execution=execution, part=Part.PLAN, name=f"이름{mark}", reason=f"이유{mark}", at=now
    )
    stored = default_storage.save(f"execution/{uuid4().hex}.txt", ContentFile(b"text"))
    file = ExecutionFile.objects.create(
        execution=execution,
        note=note,
        key=uuid4(),
        stored_as=stored,
        name="메모.txt",
        content_type="text/plain",
        size=4,
        added_at=now,
    )
    return file, milestone
