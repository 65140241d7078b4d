"""Its author adds a photograph to a published proposal, takes another away, and the earlier version keeps its own."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from civic.journeys import tasks
from civic.journeys.propose import edit
from civic.journeys.support import give_support
from civic.proposals.actions import Writing
from civic.proposals.attaching import FileChanges, files_of, waiting_files
from civic.proposals.models import Attachment, Proposal
from platform_core.files.refusal import RefusedFile
from tenants.context import institution_context
from tests.civic.portal.test_writing import BODY, TITLE, WRITTEN, photo


@pytest.fixture(autouse=True)
def files_in_a_folder_of_their_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def author(haneul, visit, citizen):
    return visit(haneul, as_=citizen)


@pytest.fixture
def proposal(author, citizen) -> Proposal:
    """Published with one photograph."""
    author.post("/proposals/new/", WRITTEN | {"files": photo("처음.jpg")})
    return Proposal.objects.get(author=citizen)


@pytest.fixture
def change(author, proposal):
    """Send the form of its edition; returns the answer."""

    def send(**typed):
        return author.post(f"/proposals/{proposal.pk}/edition/", WRITTEN | typed)

    return send


def first_file(proposal) -> Attachment:
    return Attachment.objects.filter(proposal=proposal).first()


def names(files) -> list[str]:
    return [one.name for one in files]


def now_shown(proposal) -> list[str]:
    return names(files_of(Proposal.objects.get(pk=proposal.pk)))


def is_stored(attachment) -> bool:
    return default_storage.exists(attachment.stored_as)


def address(attachment) -> str:
    return f"/files/{attachment.key}/{attachment.name}"


def test_a_file_is_added_and_everybody_sees_it(haneul, visit, proposal, change):
    assert change(files=photo("나중.jpg"), alt_new="들뜬 블록").status_code == 302
    page = visit(haneul).get(f"/proposals/{proposal.pk}/").content.decode()
    assert now_shown(proposal) == ["처음.webp", "나중.webp"]
    assert str(Attachment.objects.get(name="나중.webp").key) in page and "들뜬 블록" in page


def test_before_the_first_support_a_removed_file_is_gone_for_good(
    haneul, visit, proposal, change, django_capture_on_commit_callbacks
):
    first = first_file(proposal)
    with django_capture_on_commit_callbacks(execute=True):
        assert change(leaving=str(first.key)).status_code == 302
    assert now_shown(proposal) == []
    assert not is_stored(first)
    assert visit(haneul).get(address(first)).status_code == 404


def test_after_the_first_support_the_earlier_version_keeps_what_it_showed(
    haneul, visit, proposal, change, make_citizen, django_capture_on_commit_callbacks
):
    give_support(proposal=proposal, citizen=make_citizen())
    first = first_file(proposal)
    with django_capture_on_commit_callbacks(execute=True):
        change(leaving=str(first.key), files=photo("나중.jpg"))
    stranger = visit(haneul)
    now = stranger.get(f"/proposals/{proposal.pk}/").content.decode()
    before = stranger.get(f"/proposals/{proposal.pk}/versions/1/").content.decode()
    assert "나중.webp" in now and "처음.webp" not in now
    assert "처음.webp" in before and "나중.webp" not in before
    assert is_stored(first)
    assert stranger.get(address(first)).status_code == 200


def test_what_came_with_a_version_nobody_kept_is_thrown_away(
    proposal, change, make_citizen, citizen, django_capture_on_commit_callbacks
):
    """Support was withdrawn again: the second version is replaced in place, the first one stays."""
    supporter = make_citizen()
    give_support(proposal=proposal, citizen=supporter)
    change(files=photo("둘째.jpg"))
    proposal.supports.all().delete()
    first, second = Attachment.objects.filter(proposal=proposal).order_by("pk")
    with django_capture_on_commit_callbacks(execute=True):
        change(leaving=[str(first.key), str(second.key)])
    assert now_shown(proposal) == []
    assert names(files_of(proposal, 1)) == ["처음.webp"]
    assert is_stored(first) and not is_stored(second)


def test_words_that_need_another_look_lose_no_file_and_no_tick(haneul, visit, author, proposal, change):
    first = first_file(proposal)
    answer = change(
        title="", files=photo("나중.jpg"), leaving=str(first.key), **{f"alt-{first.key}": "고친 설명"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert BODY in page and "고친 설명" in page
    assert [(one["name"], one["is_leaving"], one["is_waiting"]) for one in answer.context["files"]] == [
        ("처음.webp", True, False),
        ("나중.webp", False, True),
    ]
    # Nothing is changed yet for anybody else.
    assert now_shown(proposal) == ["처음.webp"]
    assert first_file(proposal).alt == ""
    assert "나중.webp" not in visit(haneul).get(f"/proposals/{proposal.pk}/").content.decode()
    change(leaving=str(first.key))
    assert now_shown(proposal) == ["나중.webp"]


def test_what_waits_is_seen_by_its_author_alone(
    haneul, bada, visit, author, proposal, change, make_citizen, make_staff, neighbour
):
    change(title="", files=photo("나중.jpg"))
    waiting = waiting_files(proposal).get()
    assert author.get(address(waiting)).status_code == 200
    for outsider in (
        visit(haneul),
        visit(haneul, as_=make_citizen()),
        visit(haneul, as_=make_staff("moderator")),
        visit(haneul, as_=neighbour),
        visit(bada, as_=neighbour),
    ):
        assert outsider.get(address(waiting)).status_code == 404
    assert "나중.webp" in author.get(f"/proposals/{proposal.pk}/edition/").content.decode()


def test_nobody_else_adds_or_removes_a_file(
    haneul, bada, visit, proposal, make_citizen, make_staff, neighbour
):
    first = first_file(proposal)
    typed = {"leaving": str(first.key), "files": photo("남의.jpg")}
    place = f"/proposals/{proposal.pk}/edition/"
    for person, status in (
        (make_citizen(), 403),
        (make_staff("moderator"), 403),
        (neighbour, 302),
        (None, 302),
    ):
        typed["files"].seek(0)
        assert visit(haneul, as_=person).post(place, WRITTEN | typed).status_code == status
    typed["files"].seek(0)
    assert visit(bada, as_=neighbour).post(place, WRITTEN | typed).status_code == 404
    with institution_context(bada):
        assert not Attachment.objects.exists()
    assert names(Attachment.objects.all()) == ["처음.webp"]
    assert first_file(proposal).last_version is None


def test_a_file_of_another_proposal_is_not_taken_away(haneul, visit, proposal, make_citizen, change):
    visit(haneul, as_=make_citizen()).post("/proposals/new/", WRITTEN | {"files": photo("이웃.jpg")})
    theirs = Attachment.objects.get(name="이웃.webp")
    assert change(leaving=[str(theirs.key), str(uuid4()), "무엇이든", ""]).status_code == 302
    assert names(Attachment.objects.all()) == ["처음.webp", "이웃.webp"]


def test_five_files_and_no_more_and_leaving_makes_room(proposal, change):
    answer = change(files=[photo(f"{n}.jpg") for n in range(5)])
    assert answer.status_code == 422
    assert len(answer.context["files"]) == 5
    assert change(leaving=str(first_file(proposal).key), files=photo("다섯째.jpg")).status_code == 302
    assert now_shown(proposal) == ["0.webp", "1.webp", "2.webp", "3.webp", "다섯째.webp"]


def test_who_takes_a_tick_back_is_told_that_six_are_too_many(proposal, change):
    change(title="", files=[photo(f"{n}.jpg") for n in range(5)], leaving=str(first_file(proposal).key))
    answer = change()
    assert answer.status_code == 422 and "files" in answer.context["form"].errors
    assert now_shown(proposal) == ["처음.webp"]
    assert Proposal.objects.get(pk=proposal.pk).title == TITLE


def test_the_deed_itself_refuses_a_sixth(proposal, change, citizen):
    change(title="", files=[photo(f"{n}.jpg") for n in range(4)])
    Attachment.objects.create(
        key=uuid4(), proposal=proposal, stored_as="x", name="몰래.pdf", size=1, first_version=None
    )
    with pytest.raises(RefusedFile):
        edit(proposal=proposal, citizen=citizen, writing=Writing("다른 제목", BODY), at=timezone.now())
    leaving = FileChanges(leaving=frozenset({first_file(proposal).key}))
    edit(
        proposal=proposal,
        citizen=citizen,
        writing=Writing("다른 제목", BODY),
        at=timezone.now(),
        files=leaving,
    )
    assert len(now_shown(proposal)) == 5


def test_a_file_that_is_not_taken_is_named_and_the_good_one_waits(proposal, change):
    bad = photo("가짜.jpg")
    bad.file.seek(0)
    bad.file.truncate()
    bad.file.write(b"not a picture")
    bad.size = 13
    bad.seek(0)
    answer = change(files=[bad, photo("진짜.jpg")])
    assert answer.status_code == 422 and "가짜.jpg" in answer.content.decode()
    assert names(waiting_files(proposal)) == ["진짜.webp"]


def test_what_is_being_answered_gets_no_more_files(proposal, change):
    Proposal.objects.filter(pk=proposal.pk).update(stage="answering", stage_key="answering")
    assert change(files=photo("늦은.jpg")).status_code == 409
    assert names(Attachment.objects.all()) == ["처음.webp"]


def test_a_session_that_ended_keeps_the_ticks(haneul, visit, proposal, citizen):
    visitor, first = visit(haneul), first_file(proposal)
    place = f"/proposals/{proposal.pk}/edition/"
    visitor.post(place, WRITTEN | {"leaving": str(first.key), f"alt-{first.key}": "설명"})
    visitor.force_login(citizen)
    (shown,) = visitor.get(place).context["files"]
    assert shown["is_leaving"] and shown["alt"] == "설명"


def test_what_was_never_saved_is_forgotten_after_a_month(
    haneul, proposal, change, django_capture_on_commit_callbacks
):
    change(title="", files=photo("잊은.jpg"))
    waiting = waiting_files(proposal).get()
    Attachment.objects.update(created_at=timezone.now() - timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.tidy(institution_id=haneul.pk)
    with institution_context(haneul):
        assert names(Attachment.objects.all()) == ["처음.webp"]
        assert not is_stored(waiting)
