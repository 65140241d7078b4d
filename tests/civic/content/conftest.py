"""An administrator of 하늘시, and pages to test with."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from civic.content.actions import publish, write_block, write_page
from civic.content.document import Block, print_of
from civic.content.kinds import Purpose
from civic.content.models import Arrangement, Draft, Edition
from civic.people.models import Role
from platform_core.accounts.models import User

MakePage = Callable[..., Arrangement]


@pytest.fixture
def administrator(haneul, make_staff) -> User:
    return make_staff(Role.ADMINISTRATOR, name="하늘 관리자")


@pytest.fixture
def put_out(administrator: User) -> Callable[..., Edition]:
    """`put_out(arrangement, begins_at=…)`: its draft, published."""

    def put(arrangement: Arrangement, *, at: datetime | None = None, **wishes: Any) -> Edition:
        draft = Draft.objects.get(arrangement=arrangement)
        return publish(
            arrangement=arrangement,
            seen=print_of(draft.document),
            languages=["ko", "en"],
            by=administrator,
            at=at or timezone.now(),
            **wishes,
        )

    return put


@pytest.fixture
def say(administrator: User) -> Callable[..., None]:
    """`say(page, "말", en="words")`: its first text block says so in the draft."""

    def write(page: Arrangement, words: str, *, en: str = "", at: datetime | None = None) -> None:
        draft = Draft.objects.filter(arrangement=page).first()
        document = draft.document if draft else page.editions.latest("number").document
        old = document["blocks"][0]
        body = {"ko": words, **({"en": en} if en else {})}
        write_block(
            arrangement=page,
            block=Block(old["id"], "text", fields={"body": body}),
            seen=Block(old["id"], old["kind"], fields=old["fields"]).print,
            by=administrator,
            at=at or timezone.now(),
        )

    return write


@pytest.fixture
def make_page(administrator: User, put_out: Any, say: Any) -> MakePage:
    """`make_page("visit", "찾아오시는 길")`: published an hour ago; `is_draft=True`: nobody reads it."""

    def make(
        slug: str = "visit",
        title: str = "찾아오시는 길",
        words: str = "시청역 1번 출구에서 **3분**입니다.",
        *,
        purpose: str = Purpose.FREE,
        is_draft: bool = False,
    ) -> Arrangement:
        at = timezone.now() - timedelta(hours=1)
        page = write_page(slug=slug, title={"ko": title}, purpose=Purpose(purpose), by=administrator, at=at)
        say(page, words, at=at)
        if not is_draft:
            put_out(page, at=at)
        return page

    return make
