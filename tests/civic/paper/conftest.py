"""Two colleagues at 하늘시 who type sheets, and what people wrote on them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from civic.journeys.paper import Entry, Somebody, support_on_paper
from civic.paper.models import PaperDeed, PaperSheet, SheetKind
from civic.paper.recognising import known_by
from civic.paper.sheets import About, Collected, make_sheet
from civic.people.models import Role
from civic.proposals.models import Proposal
from platform_core.accounts.models import User

KIM = {"name": "김하늘", "contact": "010-1234-5678"}
LEE = {"name": "이바다", "contact": "bada@example.org"}
PARK = {"name": "박나무", "contact": "1955-03-02"}


def somebody(values: dict[str, str]) -> Somebody:
    return Somebody(values["name"], known_by(values["name"], values["contact"]))


@pytest.fixture
def officer(haneul: Any, make_staff: Any) -> User:
    return make_staff(Role.MODERATOR, name="오전 담당")


@pytest.fixture
def colleague(haneul: Any, make_staff: Any) -> User:
    return make_staff(Role.MODERATOR, name="오후 담당")


@pytest.fixture
def item(haneul: Any, make_proposal: Any) -> Proposal:
    return make_proposal()


@pytest.fixture
def sheet(item: Proposal, officer: User) -> PaperSheet:
    return make_sheet(
        about=About(SheetKind.SUPPORT, item),
        collected=Collected("중앙시장"),
        rows=20,
        by=officer,
        at=timezone.now(),
    )


@pytest.fixture
def signs(officer: User) -> Callable[..., PaperDeed]:
    """`signs(item, KIM)`: entered by the officer, with the person standing there."""

    def enter(item: Proposal, values: dict[str, str], at: datetime | None = None) -> PaperDeed:
        return support_on_paper(
            item=item, who=somebody(values), entry=Entry(officer, at or timezone.now(), seen="주민등록증")
        )

    return enter
