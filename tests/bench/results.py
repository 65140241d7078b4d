"""The result report of a debate with many opinions: counted, told, and made into a PDF and tables.

    python -m tests.bench.results [--opinions 10000]

Beside it the same PDF of a debate with 100 opinions, so that what grows is seen.
"""

import argparse
import io
import random
import sys
from collections.abc import Callable
from datetime import timedelta
from time import perf_counter
from typing import Any

from tests.bench.stack import whole_stack

WANTED_SECONDS = 60.0
FEW = 100
TOPICS = (
    "주차장이 모자라서 골목마다 차가 서 있습니다",
    "어린이 놀이터의 바닥이 낡아 위험합니다",
    "버스 노선을 늘려 출근길을 덜어 주세요",
    "난임 시술 지원을 두 번 더 늘려야 합니다",
    "예산이 모자라니 조사부터 하고 정합시다",
    "밤길 가로등을 밝게 바꾸면 좋겠습니다",
    "쓰레기 수거 시간을 저녁으로 옮겨 주세요",
    "도서관 문을 늦게까지 열면 모두에게 좋습니다",
)


def measure(opinions: int) -> bool:
    from tenants.context import institution_context
    from tests.bench.cities import open_city

    with institution_context(open_city("results.localhost", people=5)):
        few, many = _timed(FEW), _timed(opinions)
    return _judge(opinions, many, few)


def _timed(opinions: int) -> dict[str, float]:
    debate, by = _debate(opinions)
    from django.utils import timezone

    from civic.journeys.report import begin_report, publish_report
    from civic.results.annex import opinion_heads, opinion_rows, sheets
    from civic.results.printing import carry_out
    from civic.results.showing import shown_version
    from platform_core.text.spreadsheet import write_table, write_workbook

    took: dict[str, float] = {}
    report = _clock(
        took, "counting and telling", lambda: begin_report(debate=debate, by=by, at=timezone.now())
    )
    _quote(report, by)
    version = publish_report(report=report, number=1, reason="", by=by, at=timezone.now())
    assert _clock(took, "the PDF", lambda: carry_out(pk=version.pk))
    _clock(
        took,
        "opinions as CSV",
        lambda: write_table(io.BytesIO(), heads=opinion_heads(), rows=opinion_rows(debate)),
    )
    _clock(took, "both as XLSX", lambda: write_workbook(io.BytesIO(), *sheets(shown_version(version))))
    version.printout.refresh_from_db()
    print(f"{opinions} opinions: {', '.join(f'{what} {seconds:.2f} s' for what, seconds in took.items())}")
    print(f"  the PDF has {len(version.printout.pdf) // 1024} KB, {len(report.data['themes'])} themes")
    return took


def _clock(took: dict[str, float], what: str, deed: Callable[[], Any]) -> Any:
    begun = perf_counter()
    done = deed()
    took[what] = perf_counter() - begun
    return done


def _debate(opinions: int) -> tuple[Any, Any]:
    from django.utils import timezone

    from civic.debates.actions import Terms, create_debate
    from civic.debates.counting import recount
    from civic.debates.models import Debate, Opinion
    from civic.people.models import Role, StaffRole
    from civic.processes.kinds import DebateForm
    from civic.processes.queries import current_version
    from civic.proposals.actions import Writing, submit_proposal
    from civic.proposals.models import Origin
    from platform_core.accounts.models import User

    chance, began = random.Random(7), timezone.now() - timedelta(days=40)
    by = User.objects.create(email=f"staff{opinions}@bench.example", name="담당", password="!")
    StaffRole.objects.create(user=by, role=Role.MODERATOR)
    item = submit_proposal(
        author=None,
        writing=Writing("무엇을 할까요?", "모두에게 묻습니다."),
        version=current_version(),
        at=began,
        origin=Origin.INSTITUTION,
    )
    terms = Terms("무엇을 할까요?", DebateForm.PRO_CON)
    debate = create_debate(item=item, stage_key="debating", terms=terms, by=by, at=began)
    Debate.objects.filter(pk=debate.pk).update(opened_at=began, closes_at=began + timedelta(days=30))
    people = User.objects.bulk_create(
        [User(email=f"p{opinions}-{n}@bench.example", name=f"{n}", password="!") for n in range(opinions)],
        batch_size=1_000,
    )
    Opinion.objects.bulk_create(
        [
            Opinion(
                debate=debate,
                author=person,
                side=chance.choices(("pro", "con", "other"), (70, 25, 5))[0],
                body=" ".join(chance.sample(TOPICS, chance.randint(1, 3))) + f" {chance.randint(1, 999)}",
                written_at=began + timedelta(hours=chance.randrange(720)),
                is_offline=chance.random() < 0.05,
            )
            for person in people
        ],
        batch_size=1_000,
    )
    debate.refresh_from_db()
    recount(debate, at=timezone.now())
    return debate, by


def _quote(report: Any, by: Any) -> None:
    from django.utils import timezone

    from civic.journeys.report import quote_opinion
    from civic.results.rules import MOST_QUOTES

    for opinion in report.debate.opinions.order_by("pk")[:MOST_QUOTES]:
        quote_opinion(report=report, opinion=opinion, by=by, at=timezone.now())


def _judge(opinions: int, many: dict[str, float], few: dict[str, float]) -> bool:
    sum_of, before = (took["counting and telling"] + took["the PDF"] for took in (many, few))
    print(
        f"report and PDF of {opinions} opinions: {sum_of:.2f} s (wanted: under {WANTED_SECONDS:.0f}), "
        f"{sum_of / before:.1f} × those of {FEW}"
    )
    return sum_of < WANTED_SECONDS


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--opinions", type=int, default=10_000)
    arguments = parser.parse_args()
    with whole_stack():
        reached = measure(arguments.opinions)
    sys.exit(0 if reached else 1)
