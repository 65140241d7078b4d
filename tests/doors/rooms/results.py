"""Addresses of this room, and one of everything behind them."""

from datetime import timedelta

from django.utils import timezone

from civic.debates.actions import Terms, create_debate, publish_summary, write_opinion
from civic.debates.models import Debate
from civic.journeys.report import begin_report, publish_report, quote_opinion, write_section
from civic.processes.kinds import DebateForm
from civic.proposals.models import Proposal
from civic.results.kinds import Part
from civic.results.models import Printout, ReportVersion
from civic.results.printing import print_of
from tests.doors.kinds import FORM_ONLY, OPEN, STAFF, Door
from tests.doors.scene import Scene

DOORS: dict[str, Door] = {
    "portal:results": OPEN,
    "portal:result": OPEN,
    "portal:result_version": OPEN,
    "portal:result_difference": OPEN,
    "portal:result_pdf": OPEN,
    "portal:result_numbers": OPEN,
    "portal:result_xlsx": OPEN,
    "portal:result_opinions": OPEN,
    "desk:reports": STAFF,
    "desk:report_beginning": FORM_ONLY,
    "desk:report": STAFF,
    "desk:report_generation": FORM_ONLY,
    "desk:report_part": STAFF,
    "desk:report_quotes": STAFF,
    "desk:report_quote": FORM_ONLY,
    "desk:report_preview": STAFF,
    # The item lies with the respondent's department.
    "desk:report_publication": STAFF,
    "desk:report_file": STAFF,
}


def examples(scene: Scene) -> dict[str, dict[str, object]]:
    """By address: what stands in it. `scene.mark` goes into everything a person could read."""
    mark, now, by = scene.mark, scene.now, scene.administrator
    item = scene.make_proposal(title=f"끝난 토론{mark}", author=scene.author, ago=timedelta(days=40))
    Proposal.objects.filter(pk=item.pk).update(department=scene.department)
    item.refresh_from_db()
    debate = _ended(item, scene)
    report = begin_report(debate=debate, by=by, at=now)
    quote_opinion(report=report, opinion=debate.opinions.get(), by=by, at=now)
    first = publish_report(report=report, number=1, reason="", by=by, at=now)
    write_section(report=report, part=Part.NEXT, text=f"이렇게 합니다{mark}", is_shown=True, by=by, at=now)
    second = publish_report(report=report, number=2, reason=f"실행 계획을 더했습니다{mark}", by=by, at=now)
    for version in (first, second):
        _printed(version)
    one: dict[str, object] = {"pk": report.pk}
    latest = {**one, "number": 2}
    on_latest = ("result_version", "result_difference", "result_pdf", "result_numbers", "result_xlsx")
    return {
        "portal:result": one,
        "portal:result_opinions": one,
        **{f"portal:{name}": latest for name in on_latest},
        "desk:report_beginning": {"debate": debate.pk},
        "desk:report": one,
        "desk:report_generation": one,
        "desk:report_part": {**one, "part": "next"},
        "desk:report_quotes": one,
        "desk:report_quote": {**one, "opinion": debate.opinions.get().pk},
        "desk:report_preview": one,
        "desk:report_publication": one,
        "desk:report_file": latest,
    }


def _ended(item: Proposal, scene: Scene) -> Debate:
    began = scene.now - timedelta(days=35)
    terms = Terms(f"무엇을 할까요{scene.mark}", DebateForm.PRO_CON, lead=f"한 줄로{scene.mark}")
    debate = create_debate(item=item, stage_key="debating", terms=terms, by=scene.administrator, at=began)
    Debate.objects.filter(pk=debate.pk).update(opened_at=began, closes_at=began + timedelta(days=30))
    debate.refresh_from_db()
    write_opinion(
        debate=debate,
        author=scene.author,
        side="pro",
        body=f"찬성합니다{scene.mark}",
        at=began + timedelta(days=1),
    )
    publish_summary(
        debate=debate, summary=f"이렇게 모였습니다{scene.mark}", by=scene.administrator, at=scene.now
    )
    return debate


def _printed(version: ReportVersion) -> None:
    """As a worker would have left it, on whatever machine the test runs."""
    Printout.objects.filter(pk=version.pk).update(
        state=Printout.State.DONE, pdf=b"%PDF-1.7 ", print=print_of(version), made_at=timezone.now()
    )
