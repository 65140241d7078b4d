"""Several processes side by side: each goes its own way, and every page says which one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from civic.journeys.advance import decide, record_result, refuse
from civic.journeys.support import give_dislike, give_support
from civic.portal.choices import forget_choices
from civic.processes.actions import publish_rules
from civic.processes.kinds import Counter, Outcome
from civic.processes.models import Process
from civic.processes.presets import preset
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Proposal, ProposalDraft, ProposalStat

BEGIN = Callable[..., Proposal]


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def open_process(haneul: Any) -> Callable[..., Process]:
    """`open_process("eunpyeong", "열린 청원")`: a second process, by a preset."""

    def make(key: str, name: str = "열린 청원", **document: Any) -> Process:
        process = Process.objects.create(
            key=key.replace("_", "-"), name=name, position=5, summary="짧은 소개"
        )
        rules = {**preset(key).document, **document}
        publish_rules(process=process, document=rules, reason="시험", by=None, at=timezone.now())
        process.refresh_from_db()
        forget_choices()
        cache.clear()
        return process

    return make


@pytest.fixture
def begin(make_citizen: Any) -> BEGIN:
    """`begin(process)`: something that begins in it now."""

    def write(
        process: Process, title: str = "골목에 의자를 놓아 주세요", *, at: Any = None, **who: Any
    ) -> Proposal:
        proposal = submit_proposal(
            author=who.get("author") or make_citizen("제안한 사람"),
            writing=Writing(title, "쉬어 갈 곳이 없습니다."),
            version=process.current_version,
            at=at or timezone.now(),
        )
        forget_choices()
        return proposal

    return write


def test_with_one_process_nobody_is_asked_which(haneul, visit, citizen) -> None:
    assert 'name="process"' not in text(visit(haneul, as_=citizen).get("/proposals/new/"))


def test_a_citizen_chooses_between_open_processes(haneul, visit, citizen, open_process) -> None:
    open_process("eunpyeong")
    page = text(visit(haneul, as_=citizen).get("/proposals/new/?process=eunpyeong"))
    assert page.count('name="process"') == 2
    assert 'value="eunpyeong" checked' in page
    assert "열린 청원" in text(visit(haneul).get("/"))


def written(**more: str) -> dict[str, str]:
    return {"title": "골목에 의자를 놓아 주세요", "body": "어르신이 쉬어 갈 곳이 없습니다.", **more}


def test_without_a_choice_nothing_is_published_and_nothing_is_lost(haneul, visit, citizen, open_process):
    open_process("eunpyeong")
    response = visit(haneul, as_=citizen).post("/proposals/new/", written())
    assert response.status_code == 422
    assert "어르신이 쉬어 갈 곳이 없습니다." in text(response)
    assert not Proposal.objects.exists()


def test_the_choice_decides_which_way_it_goes(haneul, visit, citizen, open_process) -> None:
    process = open_process("eunpyeong")
    visit(haneul, as_=citizen).post("/proposals/new/", written(process="eunpyeong"))
    proposal = Proposal.objects.get()
    assert proposal.process_version_id == process.current_version_id
    assert proposal.stage == "screening"


def test_a_process_closed_meanwhile_is_refused_in_the_form(haneul, visit, citizen, open_process) -> None:
    process, _other = open_process("eunpyeong"), open_process("daejeon_2025", "다른 길")
    visitor = visit(haneul, as_=citizen)
    visitor.get("/proposals/new/")
    Process.objects.filter(pk=process.pk).update(is_open=False)
    assert visitor.post("/proposals/new/", written(process="eunpyeong")).status_code == 422
    assert not Proposal.objects.exists()


def test_a_draft_keeps_the_choice(haneul, visit, citizen, open_process) -> None:
    open_process("eunpyeong")
    visitor = visit(haneul, as_=citizen)
    visitor.post("/proposals/new/", written(process="eunpyeong", do="save"))
    draft = ProposalDraft.objects.get()
    assert 'value="eunpyeong" checked' in text(visitor.get(f"/proposals/new/?draft={draft.pk}"))


def test_the_choice_outlives_signing_in(haneul, visit, citizen, open_process) -> None:
    open_process("eunpyeong")
    visitor = visit(haneul)
    assert visitor.post("/proposals/new/", written(process="eunpyeong")).status_code == 302
    held = visitor.session["typed"]["proposal"]["fields"]
    assert held["process"] == "eunpyeong"


def test_the_list_is_narrowed_to_one_process(haneul, visit, open_process, begin, make_proposal) -> None:
    process = open_process("daejeon_2025", "대전의 길")
    begin(process, "대전의 길을 가는 것"), make_proposal("보통 길을 가는 것")
    page = text(visit(haneul).get(f"/proposals/?process={process.key}"))
    assert "대전의 길을 가는 것" in page and "보통 길을 가는 것" not in page


def test_a_proposal_says_which_rules_it_follows(haneul, visit, open_process, begin) -> None:
    process = open_process("daejeon_2025", "대전의 길")
    page = text(visit(haneul).get(f"/proposals/{begin(process).pk}/"))
    assert f"/how/{process.key}/versions/1/" in page


def test_what_is_being_checked_is_seen_by_its_author_and_staff_alone(
    haneul, visit, open_process, begin, citizen, make_citizen, make_staff, neighbour
) -> None:
    found = begin(open_process("eunpyeong"), author=citizen)
    path = f"/proposals/{found.pk}/"
    for person in (citizen, make_staff("moderator")):
        assert visit(haneul, as_=person).get(path).status_code == 200
    for person in (None, make_citizen(), neighbour):
        assert visit(haneul, as_=person).get(path).status_code == 404
    assert "골목에 의자를" not in text(visit(haneul).get("/proposals/"))


def test_a_refusal_is_told_with_its_code_and_reason(haneul, visit, open_process, begin, citizen, make_staff):
    found = begin(open_process("eunpyeong"), author=citizen)
    refuse(
        proposal=found,
        code="unclear",
        reason="무엇을 바꿀지 적어 주세요.",
        by=make_staff("moderator"),
        at=timezone.now(),
    )
    page = text(visit(haneul, as_=citizen).get(f"/proposals/{found.pk}/"))
    assert "무엇을 바꿀지 적어 주세요." in page
    assert "누가 무엇을 요구하는지 분명하지 않은 것" in page


def test_what_was_accepted_gathers_support_and_its_story_says_so(
    haneul, visit, open_process, begin, make_staff
):
    found = begin(open_process("eunpyeong"))
    decide(proposal=found, outcome=Outcome.ACCEPTED, reason="", by=make_staff("moderator"), at=timezone.now())
    response = visit(haneul).get(f"/proposals/{found.pk}/")
    assert [goal.count for goal in response.context["panel"].goals] == [500]
    assert any("공감 모으기" in moment.title for moment in response.context["story"])


def test_a_disagreement_is_counted_apart_and_offered_only_where_the_rules_do(
    haneul, visit, open_process, begin, make_proposal, citizen
) -> None:
    offered = begin(open_process("incheon_2018", eligibility={}))
    visitor = visit(haneul, as_=citizen)
    assert "/disagreement/" not in text(visitor.get(f"/proposals/{make_proposal().pk}/"))
    assert f"/proposals/{offered.pk}/disagreement/" in text(visitor.get(f"/proposals/{offered.pk}/"))
    visitor.post(f"/proposals/{offered.pk}/disagreement/")
    panel = visitor.get(f"/proposals/{offered.pk}/").context["panel"]
    assert (panel.support_count, panel.dislike_count, panel.disliked) == (0, 1, True)
    visitor.post(f"/proposals/{offered.pk}/disagreement/withdrawal/")
    assert visitor.get(f"/proposals/{offered.pk}/").context["panel"].dislike_count == 0


def test_every_goal_of_a_condition_is_shown(haneul, visit, open_process, begin, make_staff) -> None:
    found = begin(open_process("gyeongnam"))
    ProposalStat.objects.filter(pk=found.pk).update(support_count=100)
    from civic.journeys.advance import advance

    advance(proposal=found, at=timezone.now())
    record_result(
        proposal=found, counts={Counter.VOTES: 200, Counter.IN_FAVOUR: 150}, note="온라인",
        by=make_staff("moderator"), at=timezone.now(),
    )  # fmt: skip
    goal = visit(haneul).get(f"/proposals/{found.pk}/").context["panel"].next_goal
    assert [(piece.counter, piece.actual) for piece in goal.pieces] == [
        (Counter.VOTES, 200),
        (Counter.IN_FAVOUR, 150),
    ]


def test_its_author_proposes_again_what_fell_short(haneul, visit, citizen, open_process, begin) -> None:
    process = open_process("daejeon_2025", "다시 낼 수 있는 길", stages=with_repetition("daejeon_2025"))
    found = begin(process, author=citizen, at=timezone.now() - timedelta(days=90))
    from civic.journeys.advance import advance

    advance(proposal=found, at=timezone.now() - timedelta(days=50))
    path = f"/proposals/{found.pk}/"
    visitor = visit(haneul, as_=citizen)
    assert f"{path}repetition/" in text(visitor.get(path))
    first, second = visitor.post(f"{path}repetition/"), visitor.post(f"{path}repetition/")
    assert first["Location"] == second["Location"]
    draft = ProposalDraft.objects.get()
    assert (draft.title, draft.repeats_id, draft.process_id) == (found.title, found.pk, process.pk)
    visitor.post("/proposals/new/", written(process=process.key, draft=str(draft.pk)))
    assert Proposal.objects.get(repeats=found).author == citizen


def with_repetition(key: str) -> list[dict[str, Any]]:
    stages = [dict(stage) for stage in preset(key).document["stages"]]
    for stage in stages:
        if stage["kind"] == "gathering":
            stage["otherwise"] = {"how": "close", "repropose_after_days": 10}
    return stages


def test_only_its_author_proposes_it_again(
    haneul, visit, make_citizen, open_process, begin, neighbour
) -> None:
    found = begin(open_process("daejeon_2025"))
    path = f"/proposals/{found.pk}/repetition/"
    assert visit(haneul, as_=make_citizen()).post(path).status_code == 404
    assert visit(haneul, as_=neighbour).post(path).status_code == 302
    assert not ProposalDraft.objects.exists()


def test_the_pages_ask_a_bounded_number_of_questions(
    haneul, visit, open_process, begin, citizen, django_assert_max_num_queries
) -> None:
    process = open_process("incheon_2018", eligibility={})
    for number in range(12):
        found = begin(process, f"제안 {number}")
        give_support(proposal=found, citizen=citizen)
    give_dislike(proposal=found, citizen=citizen)
    for visitor, most in ((visit(haneul), 1), (visit(haneul, as_=citizen), 8)):
        visitor.get("/proposals/")
        with django_assert_max_num_queries(most + 2):
            visitor.get("/proposals/?sort=supported")
    visitor.get(f"/proposals/{found.pk}/")
    with django_assert_max_num_queries(20):
        visitor.get(f"/proposals/{found.pk}/")
