"""The pages as people go through them: at the desk, at the table, and from outside."""

import json
import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from civic.agenda import verify_draw
from civic.agenda.actions import publish_minutes, release_materials
from civic.agenda.candidates import put_forward
from civic.agenda.models import AgendaItem, Call, Candidate, Committee, Evidence, Member, Volunteer, Vote
from civic.notifications.models import Notification
from civic.processes.actions import open_process, publish_rules
from civic.processes.models import ProcessDraft
from platform_core.events.actions import announce_pending
from tests.civic.agenda.conftest import seat, vote_on
from tests.civic.agenda.test_calling import draw, put_on_the_list

LOCAL = "%Y-%m-%dT%H:%M"


@pytest.fixture
def desk(haneul, visit, moderator):
    return visit(haneul, as_=moderator)


def text(answer: Any) -> str:
    return answer.content.decode()


def queries(visitor: Any, address: str) -> int:
    visitor.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert visitor.get(address).status_code == 200
    return len(seen)


def post(visitor: Any, name: str, pk: int, data: Any = None, status: int = 302) -> Any:
    answer = visitor.post(reverse(name, args=[pk]), data or {})
    assert answer.status_code == status
    return answer


def test_from_the_call_to_the_seat_on_the_pages(
    haneul, visit, desk, committee, moderator, colleague, make_citizen
):
    now = timezone.now().astimezone(ZoneInfo("Asia/Seoul"))
    form = {
        "title": "2027 의제선정단", "body": "함께해요", "seat": "시민", "seats": "2", "term_months": "12",
        "opens_at": (now + timedelta(minutes=2)).strftime(LOCAL), "closes_at": (now + timedelta(days=1)).strftime(LOCAL),
        "drawn_at": (now + timedelta(days=2)).strftime(LOCAL), "numbers": "lotto", "source": "로또 제1300회",
        "kept_days": "30", "regions": "동구 2\n서구 2", "sex_female": "2", "sex_male": "2",
    }  # fmt: skip
    wrong = post(
        desk, "desk:agenda_new_call", committee.pk, {**form, "sex_female": "0", "sex_male": "1"}, status=409
    )
    assert "로또 제1300회" in text(wrong)  # what was typed is kept
    post(desk, "desk:agenda_new_call", committee.pk, form)
    call = Call.objects.get()
    assert call.quotas == [["sex", {"female": 2, "male": 2}], ["region", {"동구": 2, "서구": 2}]]
    page = reverse("portal:agenda_call", args=[call.pk])
    assert visit(haneul).get(page).status_code == 404  # not yet announced
    Call.objects.update(opens_at=timezone.now() - timedelta(minutes=1))
    volunteer = visit(haneul, as_=(person := make_citizen("지원한 사람")))
    assert volunteer.get(page).status_code == 200
    mine = {"name": "지원한 사람", "sex": "female", "age": "30s", "region": "동구"}
    post(volunteer, "portal:agenda_application", call.pk, mine, status=422)
    post(volunteer, "portal:agenda_application", call.pk, {**mine, "has_consented": "on"})
    row = Volunteer.objects.get(user=person)
    assert row.code in text(volunteer.get(reverse("portal:agenda_code", args=[call.pk])))
    draw(Call.objects.get(), moderator, colleague)
    told = json.loads(visit(haneul).get(reverse("portal:agenda_draw", args=[call.pk])).content)
    assert verify_draw.complaints(told) == [] and told["drawn"] == [row.code]
    seats = text(desk.get(reverse("desk:agenda_call", args=[call.pk])))
    assert "지원한 사람" in seats
    for nobodys in ("\x00", "0" * 64, ""):
        post(desk, "desk:agenda_call_seat", call.pk, {"code": nobodys, "wish": "seat"})
    assert not Member.objects.exists()
    post(desk, "desk:agenda_call_seat", call.pk, {"code": row.code, "wish": "seat"})
    assert Member.objects.get(user=person).code == row.code
    public = text(visit(haneul).get(reverse("portal:agenda_committee", args=[committee.pk])))
    assert "지원한 사람" not in public  # the name is not public without consent


def test_the_program_that_checks_is_the_one_that_draws(haneul, visit):
    answer = visit(haneul).get(reverse("portal:agenda_verifier"))
    with open(verify_draw.__file__, "rb") as source:
        assert b"".join(answer.streaming_content) == source.read()


def test_a_member_votes_on_the_own_page_and_sees_no_numbers_before_the_end(
    haneul, visit, desk, on_the_agenda, members
):
    item = on_the_agenda(there=members)
    table = reverse("portal:agenda_table", args=[item.meeting_id])
    post(desk, "desk:agenda_item_vote", item.pk, {"round": "first", "way": "here"})
    vote = Vote.objects.get()
    voters = [visit(haneul, as_=member.user) for member in members]
    ballot = {f"item{item.pk}-choice": "in_favour"}
    post(voters[0], "portal:agenda_ballot", vote.pk, {}, status=422)
    for voter in voters:
        post(voter, "portal:agenda_ballot", vote.pk, ballot)
    again = post(voters[0], "portal:agenda_ballot", vote.pk, ballot, status=409)
    assert f'action="{reverse("portal:agenda_ballot", args=[vote.pk])}"' not in text(again)
    post(desk, "desk:agenda_vote_end", vote.pk)
    for page in (voters[0].get(table), desk.get(reverse("desk:agenda_item", args=[item.pk]))):
        assert "5/5" not in text(page)
    post(desk, "desk:agenda_item_vote", item.pk, {"round": "final", "way": "paper"})
    final = Vote.objects.get(round="final")
    post(
        desk, "desk:agenda_vote_papers", final.pk, {"in_favour": 9, "against": 0, "abstained": 0}, status=409
    )
    post(desk, "desk:agenda_vote_papers", final.pk, {"in_favour": 4, "against": 1, "abstained": 0})
    assert Vote.objects.get(round="final").closed_at is None


def test_chosen_at_the_desk_it_is_told_and_shown(
    haneul, visit, desk, on_the_agenda, members, make_staff, make_citizen
):
    by, now = make_staff(), timezone.now()
    process = open_process(preset_key="question", name="시가 묻습니다", by=by, at=now)
    document = ProcessDraft.objects.get(process=process).document
    publish_rules(process=process, document=document, reason="시작", by=by, at=now)
    item = on_the_agenda(there=members)
    author = item.candidate.item.author
    vote_on(item, dict.fromkeys(members, "in_favour"), by)
    form = {"conclusion": "refused", "reason": "이유", "question": "밤 도서관?", "form": "pro_con"}
    refused = post(desk, "desk:agenda_item_conclusion", item.pk, form, status=409)
    assert "밤 도서관?" in text(refused)
    day = timezone.localdate().isoformat()
    post(
        desk,
        "desk:agenda_item_conclusion",
        item.pk,
        {**form, "conclusion": "accepted", "process": process.pk, "opens_on": day},
    )
    candidate = Candidate.objects.get()
    assert candidate.outcome is not None
    announce_pending()
    assert Notification.objects.filter(user=author, kind="agenda").count() == 1
    stranger = visit(haneul)
    shown = text(stranger.get(reverse("portal:agenda_meeting", args=[item.meeting_id])))
    assert shown.count("5/5") == 2 and "밤 도서관?" in shown
    assert reverse("portal:proposal", args=[candidate.outcome_id]) in shown


def test_research_and_minutes_are_closed_until_they_are_released(
    haneul, visit, desk, on_the_agenda, members, moderator
):
    item = on_the_agenda(there=members)
    sheet = {
        "kind": "press",
        "title": "하늘일보 기사",
        "author": "하늘일보",
        "dated_on": "2026-05-01",
        "body": "보도",
    }
    careless = post(desk, "desk:agenda_candidate", item.candidate_id, sheet, status=409)
    assert "하늘일보 기사" in text(careless)
    post(desk, "desk:agenda_candidate", item.candidate_id, {**sheet, "caution": "시청이 반박했습니다"})
    page = reverse("portal:agenda_candidate", args=[item.candidate_id])
    stranger = visit(haneul)
    assert "하늘일보 기사" not in text(stranger.get(page))
    assert "하늘일보 기사" in text(visit(haneul, as_=members[0].user).get(page))
    release_materials(meeting=item.meeting, by=moderator, at=timezone.now())
    assert "하늘일보 기사" in text(stranger.get(page)) and "시청이 반박했습니다" in text(stranger.get(page))
    meeting = reverse("portal:agenda_meeting", args=[item.meeting_id])
    post(desk, "desk:agenda_meeting_minutes", item.meeting_id, {"minutes": "  "}, status=422)
    publish_minutes(
        meeting=item.meeting, minutes="## 속기\n<script>x</script>", by=moderator, at=timezone.now()
    )
    assert "속기" in text(stranger.get(meeting)) and "<script>x" not in text(stranger.get(meeting))
    post(desk, "desk:agenda_evidence_removal", Evidence.objects.get().pk)
    assert not Evidence.objects.exists()


def test_a_conflict_of_interest_is_public_without_a_name_that_nobody_agreed_to(
    haneul, visit, on_the_agenda, members
):
    item = on_the_agenda(there=members)
    Member.objects.filter(pk=members[0].pk).update(is_named=False)
    voter = visit(haneul, as_=members[0].user)
    post(voter, "portal:agenda_conflict", item.pk, {f"item{item.pk}-reason": "제안 단체의 대표"})
    shown = text(visit(haneul).get(reverse("portal:agenda_meeting", args=[item.meeting_id])))
    assert "제안 단체의 대표" in shown and members[0].name not in shown


def test_what_was_hidden_is_not_named_on_any_page(
    haneul, visit, on_the_agenda, members, moderator, make_proposal
):
    item = on_the_agenda(there=members, item=None)
    proposal = item.candidate.item
    type(proposal).objects.filter(pk=proposal.pk).update(standing="hidden", title="숨긴 제목입니다")
    stranger = visit(haneul)
    for name, args in (
        ("portal:agenda", []),
        ("portal:agenda_candidates", []),
        ("portal:agenda_meeting", [item.meeting_id]),
    ):
        assert "숨긴 제목입니다" not in text(stranger.get(reverse(name, args=args)))
    assert stranger.get(reverse("portal:agenda_candidate", args=[item.candidate_id])).status_code == 404


def test_long_lists_cost_no_more_queries_than_short_ones(
    haneul, visit, desk, on_the_agenda, members, moderator, make_proposal, make_citizen, committee
):
    item = on_the_agenda(there=members)
    release_materials(meeting=item.meeting, by=moderator, at=timezone.now())
    stranger, voter = visit(haneul), visit(haneul, as_=members[0].user)
    pages = [
        (stranger, reverse("portal:agenda")),
        (stranger, reverse("portal:agenda_candidates")),
        (stranger, reverse("portal:agenda_meetings")),
        (stranger, reverse("portal:agenda_meeting", args=[item.meeting_id])),
        (stranger, reverse("portal:agenda_committee", args=[committee.pk])),
        (desk, reverse("desk:agenda")),
        (desk, reverse("desk:agenda_committee", args=[committee.pk])),
        (desk, reverse("desk:agenda_meeting", args=[item.meeting_id])),
        (voter, reverse("portal:agenda_room")),
    ]
    before = [queries(*page) for page in pages]
    for n in range(8):
        put_forward(item=make_proposal(f"더 {n}"), reason="x", by=moderator, at=timezone.now())
        seat(committee, make_citizen(f"새 위원 {n}"), moderator)
    more = put_forward(item=make_proposal("같은 회의"), reason="x", by=moderator, at=timezone.now())
    from civic.agenda.actions import call_meeting, schedule

    schedule(meeting=item.meeting, candidate=more, by=moderator, at=timezone.now())
    for n in range(4):
        call_meeting(
            committee=committee, title=f"{n}차", starts_at=timezone.now(), by=moderator, at=timezone.now()
        )
    after = [queries(*page) for page in pages]
    grown = [(page[1], b, a) for page, b, a in zip(pages, before, after, strict=True) if a > b + 1]
    assert grown == []
    assert max(after) < 30


def test_candidates_are_read_page_by_page(haneul, visit, moderator, make_proposal):
    for n in range(23):
        put_forward(item=make_proposal(f"후보 {n}"), reason="x", by=moderator, at=timezone.now())
    stranger = visit(haneul)
    first = text(stranger.get(reverse("portal:agenda_candidates")))
    numbers = set(re.findall(r"/agenda/candidates/(\d+)/", first))
    onward = re.search(r'rel="next" href="([^"]+)"|href="([^"]+)"[^>]*rel="next"', first)
    assert len(numbers) == 20 and onward
    second = text(stranger.get((onward[1] or onward[2]).replace("&amp;", "&")))
    rest = set(re.findall(r"/agenda/candidates/(\d+)/", second))
    assert len(rest) == 3 and not rest & numbers


def test_appointed_at_the_desk_with_an_account_or_without(haneul, desk, make_citizen):
    post_form = {"name": "의제기획단", "purpose": "공론장 전문가", "quorum": "2/3", "majority": "two_thirds"}
    answer = desk.post(reverse("desk:agenda_committees"), {**post_form, "again_at_most": "2", "quorum": "반"})
    assert answer.status_code == 422
    desk.post(reverse("desk:agenda_committees"), {**post_form, "again_at_most": "2"})
    committee = Committee.objects.get()
    person = make_citizen("전문가")
    form = {"name": "전문가", "sex": "male", "age": "50s", "begins_on": "2026-01-01", "ends_on": "2099-01-01"}
    post(desk, "desk:agenda_committee", committee.pk, {**form, "email": "nobody@example.org"}, status=422)
    post(
        desk, "desk:agenda_committee", committee.pk, {**form, "email": person.email, "sub_committee": "환경"}
    )
    post(desk, "desk:agenda_committee", committee.pk, {**form, "email": person.email}, status=409)
    post(desk, "desk:agenda_committee", committee.pk, {**form, "name": "종이로만"})
    shown = text(desk.get(reverse("desk:agenda_committee", args=[committee.pk])))
    assert "환경" in shown and "종이로만" in shown
    member = Member.objects.get(user=person)
    post(desk, "desk:agenda_seat_end", member.pk, {"reason": "이사"})
    assert Member.objects.get(pk=member.pk).left_reason == "이사"


def test_a_meeting_from_the_desk(haneul, desk, committee, members, moderator, make_proposal):
    later = (timezone.localtime() - timedelta(minutes=5)).strftime(LOCAL)
    answer = desk.post(
        reverse("desk:agenda_new_meeting", args=[committee.pk]), {"title": "1차", "starts_at": later}
    )
    assert answer.status_code == 302
    meeting = committee.meetings.get()
    candidate = put_forward(item=make_proposal(), reason="x", by=moderator, at=timezone.now())
    post(desk, "desk:agenda_meeting_schedule", meeting.pk, {"candidate": candidate.pk})
    presences = {f"member_{member.pk}": "present" for member in members}
    post(desk, "desk:agenda_meeting_attendance", meeting.pk, presences)
    item = AgendaItem.objects.get()
    post(desk, "desk:agenda_item_removal", item.pk)
    assert Candidate.objects.get().state == "waiting"
    post(desk, "desk:agenda_meeting_end", meeting.pk)
    post(desk, "desk:agenda_meeting_attendance", meeting.pk, presences, status=409)


def test_respondents_add_to_the_sheet_and_decide_nothing(haneul, visit, make_staff, on_the_agenda, members):
    from civic.people.models import Department, Role

    parks = Department.objects.create(code="parks9", name="공원과")
    officer = visit(haneul, as_=make_staff(Role.RESPONDENT, parks))
    item = on_the_agenda(there=members)
    sheet = {
        "kind": "department",
        "title": "부서 의견",
        "author": "공원과",
        "dated_on": "2026-05-01",
        "body": "어렵습니다",
    }
    post(
        officer,
        "desk:agenda_candidate",
        item.candidate_id,
        {**sheet, "department": parks.pk, "is_contrary": "on"},
    )
    for name, pk in (
        ("desk:agenda_item_vote", item.pk),
        ("desk:agenda_item_conclusion", item.pk),
        ("desk:agenda_meeting_attendance", item.meeting_id),
        ("desk:agenda_evidence_removal", Evidence.objects.get().pk),
    ):
        post(officer, name, pk, {"round": "first", "way": "here"}, status=403)


def test_whoever_leaves_the_platform_leaves_no_name_here(haneul, call_with, members):
    from civic.agenda.forgetting import forget_person

    call, person = call_with
    forget_person(user_id=person.pk, at=timezone.now())
    assert not Volunteer.objects.filter(call=call).exists()
    forget_person(user_id=members[0].user_id, at=timezone.now())
    left = Member.objects.get(pk=members[0].pk)
    assert (left.name, left.user, left.is_named) == ("", None, False)


@pytest.fixture
def call_with(committee, moderator, make_citizen):
    from tests.civic.agenda.test_calling import a_call

    call, person = a_call(committee, moderator), make_citizen()
    put_on_the_list(call, person)
    return call, person
