"""A 70-year-old who wants to tell the city about a broken pavement: nothing typed is ever lost."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from civic.journeys.moderate import hide_proposal
from civic.portal import choices
from civic.processes.actions import found_process
from civic.processes.presets import preset
from civic.proposals.models import Attachment, Proposal, ProposalDraft
from platform_core.access import no

TITLE = "역 앞 보도블록을 고쳐 주세요"
BODY = "역 앞 보도블록이 들떠서 어머니가 넘어지셨습니다. 다시 깔아 주세요."
WRITTEN = {"title": TITLE, "body": BODY}


@pytest.fixture(autouse=True)
def files_in_a_folder_of_their_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def photo(name: str = "보도.jpg") -> SimpleUploadedFile:
    content = BytesIO()
    picture = Image.new("RGB", (120, 80), "orange")
    exif = picture.getexif()
    exif[0x010E] = "somewhere at home"
    picture.save(content, "JPEG", exif=exif)
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def written_key(visitor) -> str:
    return visitor.get("/proposals/new/").context["form"]["once"].value()


def test_a_proposal_is_published(haneul, visit, citizen) -> None:
    response = visit(haneul, as_=citizen).post("/proposals/new/", WRITTEN)
    proposal = Proposal.objects.get(author=citizen)
    assert response["Location"] == f"/proposals/{proposal.pk}/"
    assert proposal.title == TITLE


def test_a_stranger_may_write_first_and_log_in_afterwards(haneul, visit, citizen) -> None:
    visitor = visit(haneul)
    assert visitor.get("/proposals/new/").status_code == 200
    response = visitor.post("/proposals/new/", WRITTEN)
    assert response["Location"] == "/sign-in/?next=%2Fproposals%2Fnew%2F"
    visitor.force_login(citizen)
    page = visitor.get("/proposals/new/").content.decode()
    assert TITLE in page and BODY in page
    assert not Proposal.objects.filter(title=TITLE).exists()


def test_a_neighbour_is_a_stranger_here(haneul, visit, neighbour) -> None:
    response = visit(haneul, as_=neighbour).post("/proposals/new/", WRITTEN)
    assert response["Location"].startswith("/sign-in/")
    assert not Proposal.objects.filter(title=TITLE).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"title": "가" * 101},
        {"body": ""},
        {"body": "나" * 10_001},
        {"body": "짧다"},
        {"title": "깨진\x00제목입니다"},
        {"category": "no-such-category"},
    ],
)
def test_what_cannot_be_taken_comes_back_with_everything_typed(haneul, visit, citizen, change) -> None:
    response = visit(haneul, as_=citizen).post("/proposals/new/", WRITTEN | change)
    page = response.content.decode()
    assert response.status_code == 422
    assert "error-summary" in page
    kept = next(value for name, value in WRITTEN.items() if name not in change)
    assert kept in page
    assert not Proposal.objects.filter(author=citizen).exists()


def test_ten_megabytes_of_text_are_refused_kindly(haneul, visit, citizen) -> None:
    response = visit(haneul, as_=citizen).post("/proposals/new/", WRITTEN | {"body": "가" * 3_500_000})
    assert 400 <= response.status_code < 500


def test_letters_come_out_as_people_see_them(haneul, visit, citizen) -> None:
    import unicodedata

    odd = unicodedata.normalize("NFD", "한글") + "\u202e 뒤집힌\u200b 제목입니다"
    visit(haneul, as_=citizen).post("/proposals/new/", {"title": odd, "body": BODY})
    assert Proposal.objects.get(author=citizen).title == "한글 뒤집힌 제목입니다"


def test_a_form_sent_twice_makes_one_proposal(haneul, visit, citizen) -> None:
    visitor = visit(haneul, as_=citizen)
    form = WRITTEN | {"once": written_key(visitor)}
    places = {visitor.post("/proposals/new/", form)["Location"] for _sending in range(3)}
    assert len(places) == 1
    assert Proposal.objects.filter(author=citizen).count() == 1


def test_a_second_proposal_with_the_same_words_is_possible_from_a_new_form(haneul, visit, citizen) -> None:
    visitor = visit(haneul, as_=citizen)
    for _form in range(2):
        visitor.post("/proposals/new/", WRITTEN | {"once": written_key(visitor)})
    assert Proposal.objects.filter(author=citizen).count() == 2


def test_a_preview_shows_it_and_publishes_nothing(haneul, visit, citizen) -> None:
    response = visit(haneul, as_=citizen).post(
        "/proposals/new/", WRITTEN | {"body": f"**{BODY}**", "do": "preview"}
    )
    assert response.status_code == 200
    assert f"<strong>{BODY}</strong>" in response.context["preview"]["body_html"]
    assert not Proposal.objects.filter(author=citizen).exists()


def test_typing_is_saved_by_itself(haneul, visit, citizen) -> None:
    visitor = visit(haneul, as_=citizen)
    first = visitor.post("/proposals/drafts/", {"title": "쓰다가"})
    assert first.status_code == 200
    again = visitor.post("/proposals/drafts/", {"title": "쓰다가 만 제목", "draft": first["X-Draft"]})
    assert again["X-Draft"] == first["X-Draft"]
    assert ProposalDraft.objects.get(author=citizen).title == "쓰다가 만 제목"
    page = visitor.get(f"/proposals/new/?draft={first['X-Draft']}").content.decode()
    assert "쓰다가 만 제목" in page


def test_a_draft_takes_anything(haneul, visit, citizen) -> None:
    visitor = visit(haneul, as_=citizen)
    response = visitor.post(
        "/proposals/drafts/", {"title": "\x00" + "😀" * 300, "body": "\x00" + "a" * 30_000}
    )
    assert response.status_code == 200


def test_an_empty_form_leaves_no_draft(haneul, visit, citizen) -> None:
    assert visit(haneul, as_=citizen).post("/proposals/drafts/", {"title": " "}).status_code == 204
    assert not ProposalDraft.objects.filter(author=citizen).exists()


def test_a_stranger_saves_no_draft(haneul, visit, neighbour) -> None:
    for visitor in (visit(haneul), visit(haneul, as_=neighbour)):
        assert visitor.post("/proposals/drafts/", {"title": "쓰다가"}).status_code == 401


def test_nobody_reads_or_throws_away_somebody_elses_draft(haneul, visit, make_citizen) -> None:
    author, other = make_citizen(), make_citizen()
    number = visit(haneul, as_=author).post("/proposals/drafts/", {"title": "내 비밀 초안"})["X-Draft"]
    stranger = visit(haneul, as_=other)
    assert "내 비밀 초안" not in stranger.get(f"/proposals/new/?draft={number}").content.decode()
    assert stranger.post(f"/me/drafts/{number}/removal/").status_code == 404
    stranger.post("/proposals/drafts/", {"title": "덮어쓰기", "draft": number})
    assert ProposalDraft.objects.get(pk=number).title == "내 비밀 초안"


def test_a_draft_is_thrown_away_after_asking(haneul, visit, citizen) -> None:
    visitor = visit(haneul, as_=citizen)
    number = visitor.post("/proposals/drafts/", {"title": "버릴 것"})["X-Draft"]
    assert visitor.get(f"/me/drafts/{number}/removal/").status_code == 200
    assert ProposalDraft.objects.filter(pk=number).exists()
    visitor.post(f"/me/drafts/{number}/removal/")
    assert not ProposalDraft.objects.filter(pk=number).exists()


def test_publishing_a_draft_uses_it_up(haneul, visit, citizen) -> None:
    visitor = visit(haneul, as_=citizen)
    number = visitor.post("/proposals/drafts/", {"title": "초안"})["X-Draft"]
    visitor.post("/proposals/new/", WRITTEN | {"draft": number})
    assert not ProposalDraft.objects.filter(author=citizen).exists()
    assert Proposal.objects.filter(author=citizen).count() == 1


def test_a_late_autosave_brings_no_published_draft_back(haneul, visit, citizen) -> None:
    visitor = visit(haneul, as_=citizen)
    form = WRITTEN | {"once": written_key(visitor)}
    number = visitor.post("/proposals/drafts/", form)["X-Draft"]
    visitor.post("/proposals/new/", form | {"draft": number})
    assert visitor.post("/proposals/drafts/", form | {"draft": number}).status_code == 204
    assert not ProposalDraft.objects.filter(author=citizen).exists()


# --- Files ------------------------------------------------------------------------
def test_a_photograph_is_published_without_where_it_was_taken(haneul, visit, citizen) -> None:
    visitor = visit(haneul, as_=citizen)
    visitor.post("/proposals/new/", WRITTEN | {"files": photo(), "alt_new": "들뜬 보도블록"})
    attachment = Attachment.objects.get(proposal__author=citizen)
    assert (attachment.name, attachment.alt, attachment.is_image) == ("보도.webp", "들뜬 보도블록", True)
    response = visit(haneul).get(f"/files/{attachment.key}/{attachment.name}")
    content = b"".join(response.streaming_content)
    assert response["Content-Type"] == "image/webp"
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"somewhere" not in content
    repeat = visit(haneul).get(f"/files/{attachment.key}/x", HTTP_IF_NONE_MATCH=response["ETag"])
    assert repeat.status_code == 304


def test_a_document_is_saved_never_opened(haneul, visit, citizen) -> None:
    pdf = SimpleUploadedFile("도면.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    visit(haneul, as_=citizen).post("/proposals/new/", WRITTEN | {"files": pdf})
    attachment = Attachment.objects.get(proposal__author=citizen)
    response = visit(haneul).get(f"/files/{attachment.key}/{attachment.name}")
    assert response["Content-Disposition"].startswith("attachment")


def test_files_already_sent_stay_when_the_words_need_another_look(haneul, visit, citizen) -> None:
    visitor = visit(haneul, as_=citizen)
    response = visitor.post("/proposals/new/", WRITTEN | {"title": "", "files": photo()})
    assert response.status_code == 422
    draft = ProposalDraft.objects.get(author=citizen)
    assert draft.attachments.count() == 1
    visitor.post("/proposals/new/", WRITTEN | {"draft": draft.pk})
    assert Proposal.objects.get(author=citizen).attachments.count() == 1


@pytest.mark.parametrize(
    "bad",
    [
        SimpleUploadedFile("페이지.html", b"<script>alert(1)</script>", "text/html"),
        SimpleUploadedFile("사진.jpg", b"not a picture", "image/jpeg"),
        SimpleUploadedFile("그림.svg", b"<svg onload=alert(1)>", "image/svg+xml"),
        SimpleUploadedFile("빈.pdf", b"", "application/pdf"),
    ],
    ids=lambda file: file.name,
)
def test_a_file_that_is_not_taken_is_named_and_the_words_stay(haneul, visit, citizen, bad) -> None:
    bad.seek(0)
    response = visit(haneul, as_=citizen).post("/proposals/new/", WRITTEN | {"files": bad})
    page = response.content.decode()
    assert response.status_code == 422
    assert TITLE in page and BODY in page
    assert not Attachment.objects.exists()
    assert not Proposal.objects.filter(author=citizen).exists()


def test_five_files_and_no_more(haneul, visit, citizen) -> None:
    files = [photo(f"{n}.jpg") for n in range(7)]
    response = visit(haneul, as_=citizen).post("/proposals/new/", WRITTEN | {"files": files})
    assert response.status_code == 422
    assert ProposalDraft.objects.get(author=citizen).attachments.count() == 5


def test_a_file_is_taken_away_again(haneul, visit, citizen) -> None:
    visitor = visit(haneul, as_=citizen)
    visitor.post("/proposals/new/", WRITTEN | {"title": "", "files": photo()})
    draft = ProposalDraft.objects.get(author=citizen)
    key = draft.attachments.get().key
    visitor.post("/proposals/new/", WRITTEN | {"draft": draft.pk, "do": f"remove-{key}"})
    assert draft.attachments.count() == 0
    assert not Proposal.objects.filter(author=citizen).exists()


def test_enter_in_a_field_takes_no_file_away(haneul, visit, citizen) -> None:
    """A browser presses the first button of the form that it finds."""
    visitor = visit(haneul, as_=citizen)
    page = visitor.post("/proposals/new/", WRITTEN | {"title": "", "files": photo()}).content.decode()
    form = page[page.index('name="once"') :].replace(
        'value="similar"', ""
    )  # that one is there without script only
    first = re.search(r'<button[^>]*name="do" value="([^"]+)"', form)
    assert first is not None and first[1] == "publish"
    assert 'value="remove-' in form


def test_files_are_seen_by_those_who_see_what_they_belong_to(
    haneul, bada, visit, citizen, make_citizen, make_staff, neighbour
) -> None:
    visitor = visit(haneul, as_=citizen)
    visitor.post("/proposals/new/", WRITTEN | {"title": "", "files": photo()})
    draft = ProposalDraft.objects.get(author=citizen)
    place = f"/files/{draft.attachments.get().key}/a.webp"
    assert visitor.get(place).status_code == 200
    for outsider in (visit(haneul), visit(haneul, as_=make_citizen()), visit(haneul, as_=make_staff())):
        assert outsider.get(place).status_code == 404
    visitor.post("/proposals/new/", WRITTEN | {"draft": draft.pk})
    assert visit(haneul).get(place).status_code == 200
    assert visit(bada, as_=neighbour).get(place).status_code == 404
    moderator = make_staff("moderator")
    hide_proposal(
        proposal=Proposal.objects.get(author=citizen), reason="시험", by=moderator, at=timezone.now()
    )
    assert visit(haneul).get(place).status_code == 404
    assert visit(haneul, as_=moderator).get(place).status_code == 200


def test_a_key_nobody_has_is_a_404(haneul, visit) -> None:
    assert visit(haneul).get("/files/00000000-0000-4000-8000-000000000000/x").status_code == 404


# --- Changing and withdrawing -------------------------------------------------------
def test_its_author_changes_a_proposal(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal(author=citizen)
    visitor = visit(haneul, as_=citizen)
    assert proposal.title in visitor.get(f"/proposals/{proposal.pk}/edition/").content.decode()
    assert visitor.post(f"/proposals/{proposal.pk}/edition/", WRITTEN).status_code == 302
    proposal.refresh_from_db()
    assert proposal.title == TITLE


def test_nobody_else_changes_or_withdraws_it(
    haneul, visit, make_proposal, make_citizen, make_staff, neighbour
) -> None:
    proposal = make_proposal()
    for person in (make_citizen(), make_staff(), make_staff("moderator")):
        visitor = visit(haneul, as_=person)
        assert visitor.post(f"/proposals/{proposal.pk}/edition/", WRITTEN).status_code == 403
        assert visitor.post(f"/proposals/{proposal.pk}/withdrawal/").status_code == 404
    for visitor in (visit(haneul), visit(haneul, as_=neighbour)):
        for noun in ("edition", "withdrawal"):
            assert visitor.post(f"/proposals/{proposal.pk}/{noun}/", WRITTEN)["Location"].startswith(
                "/sign-in/"
            )
    proposal.refresh_from_db()
    assert proposal.standing == "open" and proposal.title != TITLE


def test_a_session_that_ended_while_editing_loses_nothing(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal(author=citizen)
    visitor = visit(haneul)
    visitor.post(f"/proposals/{proposal.pk}/edition/", WRITTEN)
    visitor.force_login(citizen)
    page = visitor.get(f"/proposals/{proposal.pk}/edition/").content.decode()
    assert TITLE in page and BODY in page


def test_its_author_withdraws_a_proposal_after_asking(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal(author=citizen)
    visitor = visit(haneul, as_=citizen)
    assert visitor.get(f"/proposals/{proposal.pk}/withdrawal/").status_code == 200
    visitor.post(f"/proposals/{proposal.pk}/withdrawal/")
    assert visit(haneul).get(f"/proposals/{proposal.pk}/").status_code == 404
    page = visitor.get(f"/proposals/{proposal.pk}/")
    assert page.context["notice"]["standing"] == "withdrawn"


def test_a_withdrawn_proposal_is_not_changed_any_more(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal(author=citizen)
    visitor = visit(haneul, as_=citizen)
    visitor.post(f"/proposals/{proposal.pk}/withdrawal/")
    assert visitor.post(f"/proposals/{proposal.pk}/edition/", WRITTEN).status_code == 409


def test_what_is_being_answered_does_not_move(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal(author=citizen, stage="answering")
    visitor = visit(haneul, as_=citizen)
    for noun in ("edition", "withdrawal"):
        assert visitor.post(f"/proposals/{proposal.pk}/{noun}/", WRITTEN).status_code == 409


def test_pressing_publish_on_an_empty_form_leaves_no_draft(haneul, visit, citizen):
    answer = visit(haneul, as_=citizen).post("/proposals/new/", {"do": "publish", "title": " ", "body": ""})
    assert answer.status_code == 422
    assert not ProposalDraft.objects.exists()


def test_whoever_may_begin_nothing_here_is_told_why(haneul, visit, citizen, monkeypatch):
    """With one way to go, and with two to choose from."""
    sentence = "이곳에 사는 사람만 제안합니다."
    monkeypatch.setattr("civic.portal.how._refusal", lambda one, person: no("residents_only", sentence))
    writer = visit(haneul, as_=citizen)
    one = writer.get("/proposals/new/")
    assert one.status_code == 200 and sentence in one.content.decode()
    found_process(
        key="second",
        name="둘째 길",
        summary="",
        is_open=True,
        document=preset("suwon").document,
        preset="suwon",
        reason="둘째",
        at=timezone.now(),
    )
    choices.forget_choices()
    two = writer.get("/proposals/new/")
    assert two.status_code == 200 and sentence in two.content.decode()
