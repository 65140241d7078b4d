"""Drafts on real pages: for administrators of this house, in frames of this house, and for nobody else."""

import pytest
from django.utils import timezone

from platform_core.ui import whole
from tenants.context import institution_context
from tests.themes.conftest import READABLE
from tests.themes.test_publishing import sheet_of
from themes.drafts import start_draft
from themes.looks import look_of_draft


@pytest.fixture
def shown(haneul, visit, administrator, make_draft, make_proposal):
    make_proposal()
    draft = make_draft()
    return draft, visit(haneul, as_=administrator)


def test_each_page_is_a_real_one_in_the_drafts_colours(haneul, shown, administrator):
    draft, visitor = shown
    for page in ("home", "list", "proposal", "form", "desk"):
        drawn = visitor.get(f"/desk/theme/preview/{page}/", {"draft": draft.pk, "mode": "dark"})
        text = drawn.content.decode()
        assert drawn.status_code == 200, page
        assert sheet_of(drawn) == look_of_draft(draft).stylesheet_url, page
        assert 'data-mode="dark"' in text, page
    assert "놀이터에 그늘막을 달아 주세요" in visitor.get("/desk/theme/preview/proposal/").content.decode()
    sheet = visitor.get(look_of_draft(draft).stylesheet_url)
    assert look_of_draft(draft).colour in sheet.content.decode()
    assert "no-store" in sheet["Cache-Control"]
    assert visitor.get("/desk/theme/preview/nothing/").status_code == 404


def test_a_page_behind_glass_can_do_nothing_and_be_framed_by_us_alone(haneul, visit, shown):
    draft, visitor = shown
    drawn = visitor.get("/desk/theme/preview/form/", {"draft": draft.pk})
    policy, text = drawn["Content-Security-Policy"], drawn.content.decode()
    assert drawn["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in policy and "form-action 'none'" in policy
    assert "sandbox allow-same-origin;" in f"{policy};" and "allow-forms" not in policy
    assert drawn["Cache-Control"] == "no-store, private"
    assert "<script" not in text and "<body inert " in text
    for other in ("/", "/desk/theme/", f"/desk/theme/drafts/{draft.pk}/"):
        page = visitor.get(other)
        assert page["X-Frame-Options"] == "DENY", other
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"], other


def test_nobody_else_sees_a_draft(haneul, bada, visit, shown, make_citizen, make_staff, neighbour):
    draft, _visitor = shown
    addresses = [
        f"/desk/theme/preview/home/?draft={draft.pk}",
        look_of_draft(draft).stylesheet_url,
        f"/desk/theme/drafts/{draft.pk}/",
        f"/desk/theme/drafts/{draft.pk}/theme.toml",
    ]
    others = [None, make_citizen(), make_staff("moderator"), neighbour]
    for person in others:
        for address in addresses:
            assert visit(haneul, as_=person).get(address).status_code in (302, 404), (person, address)
    # At home the neighbour is an administrator: the number leads to nothing there.
    for address in addresses:
        assert visit(bada, as_=neighbour).get(address).status_code == 404, address


def test_a_draft_of_the_next_city_is_none_here(haneul, bada, visit, administrator, neighbour):
    with institution_context(bada):
        theirs = start_draft(document=READABLE, name="이웃", by=neighbour, at=timezone.now())
    visitor = visit(haneul, as_=administrator)
    assert visitor.get("/desk/theme/preview/home/", {"draft": theirs.pk + 900_000}).status_code == 404
    assert visitor.get("/desk/theme/preview/home/", {"draft": "9" * 40}).status_code == 404
    assert visitor.get("/desk/theme/preview/home/", {"draft": "x"}).status_code == 404


def test_what_is_kept_for_everybody_never_holds_a_draft(haneul, visit, shown, settings):
    draft, visitor = shown
    settings.DEBUG = False
    whole._kept.clear()
    tried = look_of_draft(draft).stylesheet_url.encode()
    for page in ("home", "list", "proposal"):
        assert tried in visitor.get(f"/desk/theme/preview/{page}/", {"draft": draft.pk}).content
    worn = [
        visitor.get("/").content,
        visit(haneul).get("/").content,
        visit(haneul).get("/proposals/").content,
    ]
    assert not any(tried in page for page in [*worn, *whole._kept.values()])


def test_what_was_to_be_said_is_not_said_into_a_frame(shown):
    draft, visitor = shown
    visitor.post(f"/desk/theme/drafts/{draft.pk}/removal/")  # leaves a message for the next page
    assert b"alert--good" not in visitor.get("/desk/theme/preview/home/").content
    assert "alert--good" in visitor.get("/desk/theme/").content.decode()
