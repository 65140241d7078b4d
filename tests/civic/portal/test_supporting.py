"""The thumb on a phone in a bus."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.proposals.models import Comment, Support

HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_BOOSTED": "true"}


def test_pressing_support_counts_and_leads_back(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal()
    response = visit(haneul, as_=citizen).post(f"/proposals/{proposal.pk}/support/")
    assert response.status_code == 302
    assert response["Location"] == f"/proposals/{proposal.pk}/#support"
    assert Support.objects.filter(proposal=proposal, citizen=citizen).count() == 1


def test_pressing_twice_is_pressing_once(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal()
    visitor = visit(haneul, as_=citizen)
    answers = [visitor.post(f"/proposals/{proposal.pk}/support/").status_code for _press in range(3)]
    assert answers == [302, 302, 302]
    assert Support.objects.filter(proposal=proposal).count() == 1


def test_support_can_be_taken_back(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal()
    visitor = visit(haneul, as_=citizen)
    visitor.post(f"/proposals/{proposal.pk}/support/")
    for _press in range(2):
        assert visitor.post(f"/proposals/{proposal.pk}/support/withdrawal/").status_code == 302
    assert not Support.objects.filter(proposal=proposal).exists()


def test_with_script_the_panel_alone_comes_back(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal(supports=6)
    response = visit(haneul, as_=citizen).post(f"/proposals/{proposal.pk}/support/", **HTMX)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in page
    assert response.context["panel"].support_count == 7
    assert response.context["panel"].supported
    assert 'id="support-button"' in page


def test_a_late_press_is_told_why_in_place(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal(ago=timedelta(days=50))
    response = visit(haneul, as_=citizen).post(f"/proposals/{proposal.pk}/support/", **HTMX)
    assert response.status_code == 409
    assert response["X-Fragment"]
    assert response.context["panel"].verdict.code == "window_closed"
    assert not Support.objects.filter(proposal=proposal).exists()


def test_a_late_press_without_script_gets_a_page_that_says_why(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal(ago=timedelta(days=50))
    assert visit(haneul, as_=citizen).post(f"/proposals/{proposal.pk}/support/").status_code == 409


def test_a_stranger_logs_in_and_is_then_shown_the_button(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal()
    response = visit(haneul).post(f"/proposals/{proposal.pk}/support/")
    assert response["Location"] == f"/sign-in/?next=%2Fproposals%2F{proposal.pk}%2F%3Fthen%3Dsupport"
    back = visit(haneul, as_=citizen).get(f"/proposals/{proposal.pk}/?then=support")
    assert back.context["panel"].press_now
    assert not Support.objects.filter(proposal=proposal).exists()


def test_a_stranger_with_script_is_led_to_the_log_in(haneul, visit, make_proposal) -> None:
    proposal = make_proposal()
    response = visit(haneul).post(f"/proposals/{proposal.pk}/support/", **HTMX)
    assert response["HX-Redirect"].startswith("/sign-in/")


@pytest.mark.parametrize("noun", ["support/", "support/withdrawal/"])
def test_opening_the_address_of_a_support_changes_nothing(
    haneul, visit, make_proposal, citizen, noun
) -> None:
    proposal = make_proposal()
    response = visit(haneul, as_=citizen).get(f"/proposals/{proposal.pk}/{noun}")
    assert response["Location"] == f"/proposals/{proposal.pk}/"
    assert not Support.objects.filter(proposal=proposal).exists()


def test_a_neighbour_supports_nothing_here(haneul, visit, make_proposal, neighbour) -> None:
    proposal = make_proposal()
    response = visit(haneul, as_=neighbour).post(f"/proposals/{proposal.pk}/support/")
    assert response["Location"].startswith("/sign-in/")
    assert not Support.objects.filter(proposal=proposal).exists()


def test_a_hidden_proposal_cannot_be_supported(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal(standing="hidden")
    assert visit(haneul, as_=citizen).post(f"/proposals/{proposal.pk}/support/").status_code == 404


# --- Comments ---------------------------------------------------------------------
def test_a_comment_is_written_and_shown(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal()
    visitor = visit(haneul, as_=citizen)
    response = visitor.post(f"/proposals/{proposal.pk}/comments/", {"body": "저도 그 길을 다닙니다."})
    comment = Comment.objects.get(proposal=proposal)
    assert response["Location"] == f"/proposals/{proposal.pk}/#comment-{comment.pk}"
    assert "저도 그 길을 다닙니다." in visitor.get(f"/proposals/{proposal.pk}/").content.decode()


def test_what_a_stranger_typed_waits_for_them(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal()
    visitor = visit(haneul)
    response = visitor.post(f"/proposals/{proposal.pk}/comments/", {"body": "로그인하기 전에 쓴 글"})
    assert response["Location"].startswith("/sign-in/?next=")
    visitor.force_login(citizen)
    assert "로그인하기 전에 쓴 글" in visitor.get(f"/proposals/{proposal.pk}/").content.decode()
    assert not Comment.objects.filter(proposal=proposal).exists()


@pytest.mark.parametrize("body", ["", "   ", "가" * 1001, "깨진\x00글"])
def test_a_comment_that_cannot_be_taken_is_given_back(haneul, visit, make_proposal, citizen, body) -> None:
    proposal = make_proposal()
    response = visit(haneul, as_=citizen).post(f"/proposals/{proposal.pk}/comments/", {"body": body})
    assert response.status_code == 422
    assert not Comment.objects.filter(proposal=proposal).exists()


def test_half_a_character_does_no_harm(haneul, visit, make_proposal, citizen) -> None:
    """A lone surrogate, percent-encoded as no browser would."""
    proposal = make_proposal()
    response = visit(haneul, as_=citizen).post(
        f"/proposals/{proposal.pk}/comments/",
        "body=%ED%A0%80+x",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code in (302, 422)


def test_a_thousand_families_are_a_thousand_characters(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal()
    response = visit(haneul, as_=citizen).post(
        f"/proposals/{proposal.pk}/comments/", {"body": "👨‍👩‍👧" * 500}
    )
    assert response.status_code == 302


def test_a_reply_hangs_below_its_comment(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal()
    visitor = visit(haneul, as_=citizen)
    visitor.post(f"/proposals/{proposal.pk}/comments/", {"body": "첫 의견"})
    root = Comment.objects.get(proposal=proposal)
    thread = f"/proposals/{proposal.pk}/comments/{root.pk}/"
    visitor.post(thread, {"body": "답글입니다"})
    reply = Comment.objects.get(parent=root)
    assert "답글입니다" in visitor.get(thread).content.decode()
    assert visitor.get(f"/proposals/{proposal.pk}/comments/{reply.pk}/")["Location"].startswith(thread)


def test_only_its_author_changes_and_removes_a_comment(haneul, visit, make_proposal, make_citizen) -> None:
    proposal, author, other = make_proposal(), make_citizen(), make_citizen()
    visitor = visit(haneul, as_=author)
    visitor.post(f"/proposals/{proposal.pk}/comments/", {"body": "오타가 있슴"})
    comment = Comment.objects.get(proposal=proposal)
    place = f"/proposals/{proposal.pk}/comments/{comment.pk}/"
    for noun, form in (("edition/", {"body": "남의 글"}), ("removal/", {})):
        assert visit(haneul, as_=other).post(place + noun, form).status_code == 403
        assert visit(haneul).post(place + noun, form)["Location"].startswith("/sign-in/")
    assert visitor.post(place + "edition/", {"body": "오타를 고쳤음"}).status_code == 302
    assert "오타를 고쳤음" in visitor.get(place).content.decode()
    assert visitor.get(place + "removal/").status_code == 200
    visitor.post(place + "removal/")
    assert "오타를 고쳤음" not in visit(haneul).get(f"/proposals/{proposal.pk}/").content.decode()


def test_comments_are_supported_once_each(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal()
    visitor = visit(haneul, as_=citizen)
    visitor.post(f"/proposals/{proposal.pk}/comments/", {"body": "좋은 생각"})
    comment = Comment.objects.get(proposal=proposal)
    place = f"/proposals/{proposal.pk}/comments/{comment.pk}/support/"
    for _press in range(2):
        assert visitor.post(place).status_code == 302
    comment.refresh_from_db()
    assert comment.support_count == 1
    visitor.post(place + "withdrawal/")
    comment.refresh_from_db()
    assert comment.support_count == 0


def test_a_comment_of_another_proposal_is_not_found_below_this_one(
    haneul, visit, make_proposal, citizen
) -> None:
    here, there = make_proposal(), make_proposal()
    visitor = visit(haneul, as_=citizen)
    visitor.post(f"/proposals/{there.pk}/comments/", {"body": "저쪽 의견"})
    comment = Comment.objects.get(proposal=there)
    assert visitor.get(f"/proposals/{here.pk}/comments/{comment.pk}/").status_code == 404


def test_nobody_comments_below_a_hidden_proposal(haneul, visit, make_proposal, make_citizen) -> None:
    author = make_citizen()
    proposal = make_proposal(author=author, standing="hidden")
    assert (
        visit(haneul, as_=make_citizen())
        .post(f"/proposals/{proposal.pk}/comments/", {"body": "안녕하세요"})
        .status_code
        == 404
    )
    assert (
        visit(haneul, as_=author)
        .post(f"/proposals/{proposal.pk}/comments/", {"body": "안녕하세요"})
        .status_code
        == 409
    )


def test_a_hidden_comment_is_read_by_its_author_and_staff(
    haneul, visit, make_proposal, make_citizen, make_staff
) -> None:
    from civic.journeys.moderate import hide_comment

    proposal, author, moderator = make_proposal(), make_citizen(), make_staff("moderator")
    visit(haneul, as_=author).post(f"/proposals/{proposal.pk}/comments/", {"body": "심한 말을 썼다"})
    hide_comment(
        comment=Comment.objects.get(proposal=proposal), reason="욕설", by=moderator, at=timezone.now()
    )
    seen = {
        who: "심한 말을 썼다" in visitor.get(f"/proposals/{proposal.pk}/").content.decode()
        for who, visitor in {
            "stranger": visit(haneul),
            "other": visit(haneul, as_=make_citizen()),
            "author": visit(haneul, as_=author),
            "moderator": visit(haneul, as_=moderator),
        }.items()
    }
    assert seen == {"stranger": False, "other": False, "author": True, "moderator": True}
