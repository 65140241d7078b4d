"""Words of administration are explained where they stand, in official texts only."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from civic.notices.actions import Wording as Notice
from civic.notices.actions import write_notice
from civic.people.models import Role
from civic.wording.explaining import Wording, explain_as_usual, explain_word, explained
from civic.wording.glossary import glossary, starter
from platform_core.access import Refused
from platform_core.text.explaining import Explainer
from tenants.context import institution_context
from tenants.queries import forget_hosts

WORDS = [("ordinance", ("조례",)), ("jurisdiction", ("소관",)), ("department", ("소관 부서", "소관부서"))]


@pytest.fixture
def moderator(haneul, make_staff):
    return make_staff(Role.MODERATOR)


def linked(html, words=WORDS, language="ko"):
    return Explainer(words, language).explained(html, "/glossary/")


def test_we_come_with_sixty_words_and_english_ones():
    assert len(starter("ko")) >= 60 and len(starter("en")) >= 40 and not starter("fr")
    for language in ("ko", "en"):
        forms = [form.casefold() for one in starter(language).values() for form in (one.term, *one.also)]
        assert len(forms) == len(set(forms))


def test_each_word_leads_to_its_explanation_once_and_the_longest_wins():
    said = linked("<p>조례를 고칩니다. 소관 부서가 조례와 소관을 봅니다.</p>")
    assert said.keys == ("ordinance", "department", "jurisdiction")
    assert said.html.count("<a ") == 3 and said.html.count("#w-ordinance") == 1
    assert ">소관 부서</a>가" in said.html


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/x">조례</a></p>',
        "<h2>조례 안내</h2>",
        "<code>조례</code>",
        '<img alt="조례">',
        "<p>무조례 조례안들끼리</p>",
        "<p>이조례</p>",
        "",
    ],
)
def test_links_headings_code_attributes_and_other_words_stay(html):
    assert linked(html).html == html


def test_english_words_may_stand_in_capitals_and_in_the_plural():
    words = [("tender", ("tender",))]
    assert linked("<p>Tenders and tendering</p>", words, "en").html.count("<a ") == 1


def test_an_official_text_explains_and_a_citizens_text_does_not(haneul, visit, moderator, make_proposal):
    notice = write_notice(
        wording=Notice("조례 안내", "조례를 고칩니다. 조례는 법입니다.", begins_at=timezone.now()),
        by=moderator,
        at=timezone.now(),
    )
    page = visit(haneul).get(f"/notices/{notice.pk}/").content.decode()
    assert page.count('class="term"') == 1 and "data-meaning" in page and '<details class="terms">' in page
    plain = visit(haneul)
    plain.cookies["madang_words"] = "plain"
    assert '<details class="terms" open>' in plain.get(f"/notices/{notice.pk}/").content.decode()
    proposal = make_proposal("조례를 바꿔 주세요", body="조례를 바꿔 주세요.")
    assert 'class="term"' not in visit(haneul).get(f"/proposals/{proposal.pk}/").content.decode()


def test_an_institution_explains_in_its_own_way_and_nobody_else_hears_of_it(haneul, bada, moderator):
    own = Wording("조례", "하늘시의 약속입니다.")
    explain_word(language="ko", key="ordinance", wording=own, by=moderator, at=timezone.now())
    explain_word(
        language="ko", key="", wording=Wording("하늘길", "옛 철길입니다."), by=moderator, at=timezone.now()
    )
    with translation.override("ko"):
        assert [one.meaning for one in explained("조례, 하늘길").terms] == [
            "하늘시의 약속입니다.",
            "옛 철길입니다.",
        ]
        with institution_context(bada):
            terms = explained("조례, 하늘길").terms
            assert [one.meaning for one in terms] == [starter("ko")["ordinance"].meaning]
        explain_as_usual(language="ko", key="ordinance", by=moderator, at=timezone.now())
        assert explained("조례").terms[0].meaning == starter("ko")["ordinance"].meaning


def test_a_hidden_word_is_not_explained(haneul, moderator):
    hidden = Wording("조례", "필요 없습니다.", is_hidden=True)
    explain_word(language="ko", key="ordinance", wording=hidden, by=moderator, at=timezone.now())
    with translation.override("ko"):
        assert explained("조례").terms == ()


def test_one_form_is_explained_once(haneul, moderator):
    with pytest.raises(Refused) as refusal:
        explain_word(
            language="ko", key="", wording=Wording("추경", "다시 짠 예산"), by=moderator, at=timezone.now()
        )
    assert refusal.value.verdict.code == "explained_already"


def test_a_warm_page_asks_nothing_for_its_explanations(haneul, moderator):
    explain_word(
        language="ko", key="", wording=Wording("하늘길", "옛 철길입니다."), by=moderator, at=timezone.now()
    )
    with translation.override("ko"):
        glossary()
        with CaptureQueriesContext(connection) as asked:
            explained("조례와 하늘길")
    assert len(asked) == 0


def test_a_moderator_explains_a_word_and_citizens_find_it(haneul, visit, moderator):
    desk = visit(haneul, as_=moderator)
    new = reverse("desk:glossary_new", args=["ko"])
    refused = desk.post(new, {"term": "추경", "meaning": "다시 짠 예산입니다."})
    assert refused.status_code == 422 and "다시 짠 예산입니다." in refused.content.decode()
    assert desk.post(new, {"term": "하늘길", "meaning": "옛 철길을 이은 산책로입니다."}).status_code == 302
    assert (
        "하늘길"
        in desk.get(reverse("desk:glossary") + "?page=2").content.decode()
        + desk.get(reverse("desk:glossary")).content.decode()
    )
    forget_hosts()
    page = visit(haneul).get("/glossary/?q=철길").content.decode()
    assert "하늘길" in page and 'id="w-' in page and "불채택" not in page
    assert "<dfn>불채택</dfn>" in visit(haneul).get("/glossary/").content.decode()
