"""The list page is kept between visitors: what is somebody's own must never be kept with it."""

import re

from django.conf import settings
from django.utils.translation import gettext

from civic.people.models import Role
from civic.processes.kinds import Counter
from civic.processes.words import counted
from civic.proposals.models import ProposalStat, Support
from platform_core.ui import whole
from tenants.context import institution_context

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def page(visitor, address="/proposals/"):
    return visitor.get(address).content.decode()


def test_the_next_visitor_gets_the_kept_page_and_not_a_new_one(haneul, make_proposal, visit, monkeypatch):
    make_proposal("건널목에 그늘막을")
    first = page(visit(haneul))
    monkeypatch.setattr(whole, "_draw", None)  # drawing anew would fail
    assert (
        TOKEN.sub("", page(visit(haneul))).count("건널목에 그늘막을") == first.count("건널목에 그늘막을") == 1
    )


def test_everybody_finds_their_own_name_and_token(haneul, make_proposal, make_citizen, visit):
    make_proposal()
    gana, dara = make_citizen("가나"), make_citizen("다라")
    hers, his, nobodys = page(visit(haneul, as_=gana)), page(visit(haneul, as_=dara)), page(visit(haneul))
    assert "가나" in hers and "다라" not in hers
    assert "다라" in his and "가나" not in his
    assert "가나" not in nobodys and "다라" not in nobodys
    tokens = [set(TOKEN.findall(html)) for html in (hers, his, nobodys)]
    assert all(len(those) == 1 for those in tokens) and len(set.union(*tokens)) == 3


def test_the_token_on_a_kept_page_opens_its_form(haneul, make_proposal, visit):
    make_proposal()
    page(visit(haneul))
    visitor = visit(haneul, enforce_csrf_checks=True)
    token = TOKEN.search(page(visitor)).group(1)
    answer = visitor.post("/display/", {"mode": "dark", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302


def test_the_way_to_the_desk_is_shown_to_staff_alone(haneul, make_proposal, make_staff, citizen, visit):
    make_proposal()
    assert 'href="/desk/"' in page(visit(haneul, as_=make_staff(Role.MODERATOR)))
    assert 'href="/desk/"' not in page(visit(haneul, as_=citizen))


def test_a_new_count_and_ones_own_support_show_at_once(haneul, make_proposal, citizen, visit):
    proposal = make_proposal()
    visitor = visit(haneul, as_=citizen)
    supported = gettext("You support this")
    assert supported not in page(visitor) and counted(Counter.SUPPORT, 41) not in page(visitor)
    Support.objects.create(proposal=proposal, citizen=citizen, given_at=proposal.submitted_at)
    assert supported in page(visitor) and supported not in page(visit(haneul))
    ProposalStat.objects.filter(pk=proposal.pk).update(support_count=41)
    assert counted(Counter.SUPPORT, 41) in page(visitor) and counted(Counter.SUPPORT, 41) in page(
        visit(haneul)
    )


def test_a_message_is_shown_once_and_to_its_person_only(haneul, make_proposal, citizen, visit):
    proposal = make_proposal()
    visitor, other = visit(haneul, as_=citizen), visit(haneul)
    page(visitor), page(other)
    visitor.post(f"/proposals/{proposal.pk}/support/")
    first, second = page(visitor), page(visitor)
    assert 'class="alert alert--good"' in first
    assert 'class="alert alert--good"' not in second and 'class="alert alert--good"' not in page(other)


def test_two_institutions_never_share_a_page(haneul, bada, make_proposal, visit):
    make_proposal("하늘시에만 있는 제안")
    with institution_context(bada):
        make_proposal("바다군에만 있는 제안")
    at_haneul, at_bada = page(visit(haneul)), page(visit(bada))
    assert "하늘시에만 있는 제안" in at_haneul and "바다군에만" not in at_haneul
    assert "바다군에만 있는 제안" in at_bada and "하늘시에만" not in at_bada


def test_a_wish_for_the_dark_and_for_english_is_heard(haneul, make_proposal, visit):
    make_proposal()
    plain = page(visit(haneul))
    visitor = visit(haneul)
    visitor.cookies["madang_mode"] = "dark"
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    wished = page(visitor)
    assert 'data-mode="dark"' in wished and '<html lang="en"' in wished
    assert 'data-mode="auto"' in plain and '<html lang="ko"' in plain
