"""A moderator joins similar proposals; whoever supported the one is asked on its page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.people.models import Role
from civic.processes.actions import publish_rules
from civic.processes.models import Process
from civic.processes.presets import preset
from civic.proposals.counting import exact_count
from civic.proposals.models import Merger, Support


@pytest.fixture
def joining(haneul):
    publish_rules(
        process=Process.objects.get(),
        document=preset("seoul_2020").document,
        reason="병합을 둡니다",
        by=None,
        at=timezone.now(),
    )


@pytest.fixture
def two(joining, make_proposal):
    return make_proposal("횡단보도 신호를 길게"), make_proposal("건널목 신호 연장", supports=2)


@pytest.fixture
def desk(haneul, visit, make_staff, two):
    return visit(haneul, as_=make_staff(Role.MODERATOR))


def join(desk, kept, merged, reason="같은 횡단보도입니다."):
    return desk.post(reverse("desk:merger", args=[merged.pk]), {"kept": kept.pk, "reason": reason})


def test_joined_at_the_desk_and_taken_along_on_the_page(haneul, desk, two, visit):
    kept, merged = two
    assert join(desk, kept, merged).status_code == 302
    supporter = visit(haneul, as_=Support.objects.filter(proposal=merged).first().citizen)
    page = supporter.get(reverse("portal:proposal", args=[merged.pk])).content.decode()
    assert kept.title in page and "같은 횡단보도입니다." in page
    assert reverse("portal:carried_support", args=[merged.pk]) in page
    supporter.post(reverse("portal:carried_support", args=[merged.pk]))
    assert exact_count(kept) == 1
    page = supporter.get(reverse("portal:proposal", args=[kept.pk])).content.decode()
    assert merged.title in page


@pytest.mark.parametrize(
    ("number", "reason"), [("", "이유"), ("abc", "이유"), ("99999", "이유"), ("self", "이유"), ("kept", "")]
)
def test_what_cannot_be_joined_is_said_and_nothing_typed_is_lost(desk, two, number, reason):
    kept, merged = two
    typed = {"self": merged.pk, "kept": kept.pk}.get(number, number)
    page = desk.post(reverse("desk:merger", args=[merged.pk]), {"kept": typed, "reason": reason})
    assert page.status_code == 422
    assert str(typed) in page.content.decode() and reason in page.content.decode()
    assert not Merger.objects.exists()


def test_joined_twice_is_joined_once(desk, two):
    assert [join(desk, *two).status_code for _turn in range(2)] == [302, 302]
    assert Merger.objects.count() == 1


def test_undone_at_the_desk_it_gathers_again(desk, two):
    join(desk, *two)
    merger = Merger.objects.get()
    address = reverse("desk:merger_undoing", args=[merger.pk])
    assert desk.post(address, {"reason": ""}).status_code == 422
    assert desk.post(address, {"reason": "다른 곳이었습니다."}).status_code == 302
    merger.merged.refresh_from_db()
    assert merger.merged.stage == "gathering"


def test_a_neighbour_joins_nothing_here(haneul, bada, visit, neighbour, two):
    kept, merged = two
    page = join(visit(haneul, as_=neighbour), kept, merged)
    assert page.status_code in (302, 403)
    assert not Merger.objects.exists()
