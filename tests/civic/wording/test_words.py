"""An administrator names things; everything says so, here and nowhere else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from civic.journeys.moderate import hide_proposal
from civic.people.models import Role
from civic.processes.models import Process
from civic.processes.queries import PROPOSALS
from civic.wording.actions import draft_words, publish_draft, return_to
from civic.wording.models import WordDraft, WordVersion
from civic.wording.queries import changed_sentences, shown
from platform_core.access import Refused
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail
from tenants.context import institution_context, public
from tenants.queries import forget_hosts

KO = {
    "proposal": {"word": "생각", "verb": False},
    "support": {"word": "지지", "verb": True},
    "department": {"word": "팀", "verb": False},
}
EN = {"proposal": {"one": "idea", "many": "ideas", "verb": ""}}
THEIRS = {"proposal": {"word": "의제", "verb": False}}


@pytest.fixture
def administrator(haneul, make_staff):
    return make_staff(Role.ADMINISTRATOR)


def publish(by, ko=KO, en=EN):
    draft_words(language="ko", words=ko, by=by, at=timezone.now())
    if en:
        draft_words(language="en", words=en, by=by, at=timezone.now())
    version = publish_draft(reason="의회의 뜻", by=by, at=timezone.now())
    # Tests never commit, which is when other requests would be told.
    forget_hosts()
    return version


def text_of(visitor, path="/proposals/"):
    return visitor.get(path).content.decode()


def test_pages_say_so_from_then_on_and_what_people_wrote_stays(
    haneul, visit, administrator, make_proposal, settings
):
    settings.DEBUG = False
    proposal = make_proposal("제안을 제안으로, 공감을 공감으로")
    page = f"/proposals/{proposal.pk}/"
    visitor = visit(haneul)
    assert "공감하기" in text_of(visitor, page)
    publish(administrator)
    after = text_of(visitor, page)
    assert "지지하기" in after and "공감하기" not in after
    assert "제안을 제안으로, 공감을 공감으로" in after
    visitor.cookies["language"] = "en"
    assert "Ideas" in text_of(visitor) and "Proposals" not in text_of(visitor)


def test_a_neighbour_never_hears_our_words_nor_we_theirs(
    haneul, bada, visit, administrator, neighbour, settings
):
    settings.DEBUG = False
    here, there = visit(haneul), visit(bada)
    text_of(here), text_of(there)
    publish(administrator)
    with institution_context(bada):
        publish(neighbour, ko=THEIRS, en={})
    for _round in range(2):
        for visitor, own, others in (
            (here, "생각", "의제를"),
            (there, "의제", "생각을"),
            (visit(haneul), "생각", "의제를"),
        ):
            page = text_of(visitor, "/how/") + text_of(visitor)
            assert own in page and others not in page
    with translation.override("ko"):
        for _round in range(2):
            with institution_context(bada):
                assert gettext("Proposals") == "의제"
                with institution_context(haneul):
                    assert gettext("Proposals") == "생각"
                assert gettext("Proposals") == "의제"
            with public():
                assert gettext("Proposals") == "제안"


def test_letters_and_the_api_say_so_too(haneul, visit, administrator, make_proposal, make_citizen):
    publish(administrator)
    author = make_citizen("지은이")
    proposal = make_proposal("그늘막", author=author)
    told = visit(haneul).get(f"/api/v1/proposals/{proposal.pk}/").json()["may_support"]["sentence"]
    assert "지지" in told and "공감" not in told
    hide_proposal(proposal=proposal, reason="개인정보", by=administrator, at=timezone.now())
    announce_pending()
    letter = OutboundMail.objects.filter(to=author.email).last()
    assert "생각" in letter.subject + letter.text and "제안" not in letter.subject + letter.text


def test_own_words_ask_the_database_nothing(haneul, visit, administrator):
    visitor = visit(haneul)
    text_of(visitor)
    with CaptureQueriesContext(connection) as asked:
        text_of(visitor)
    before = len(asked)
    publish(administrator)
    text_of(visitor)
    with CaptureQueriesContext(connection) as asked:
        text_of(visitor)
    assert len(asked) == before


def test_words_are_kept_by_version_and_can_be_taken_back(haneul, administrator):
    first = publish(administrator)
    second = publish(administrator, ko={**KO, "department": {"word": "국", "verb": False}})
    assert (first.number, second.number) == (1, 2)
    assert return_to(version=first, reason="", by=administrator, at=timezone.now()).words == first.words
    assert return_to(version=first, reason="", by=administrator, at=timezone.now()) is None
    assert Event.objects.filter(kind="wording.words.published").count() == 3


def test_a_draft_begun_before_others_published_must_be_compared(haneul, administrator, make_staff):
    draft_words(language="ko", words=KO, by=administrator, at=timezone.now())
    WordVersion.objects.create(number=7, words={}, published_at=timezone.now())
    with pytest.raises(Refused) as refusal:
        publish_draft(reason="", by=administrator, at=timezone.now())
    assert refusal.value.verdict.code == "published_meanwhile"
    assert WordDraft.objects.exists()


@pytest.mark.parametrize(
    ("language", "words", "code"),
    [
        ("ko", {"proposal": {"word": " "}}, "empty"),
        ("ko", {"proposal": {"word": "가" * 21}}, "too_long"),
        ("ko", {"proposal": {"word": "<b>생각</b>"}}, "not_a_word"),
        ("ko", {"proposal": {"word": "%(name)s"}}, "not_a_word"),
        ("ko", {"proposal": {"word": "의견"}}, "taken"),
        ("ko", {"proposal": {"word": "생각"}, "debate": {"word": "생각"}}, "taken"),
        ("en", {"proposal": {"one": "Comment", "many": "Ideas"}}, "taken"),
        ("en", {"proposal": {"one": "idea", "many": ""}}, "empty"),
        ("fr", {"proposal": {"one": "idée", "many": "idées"}}, "language"),
    ],
)
def test_what_is_no_good_name_is_refused(haneul, administrator, language, words, code):
    with pytest.raises(Refused) as refusal:
        draft_words(language=language, words=words, by=administrator, at=timezone.now())
    assert refusal.value.verdict.code == code and not WordDraft.objects.exists()


def test_names_may_be_exchanged(haneul, administrator):
    swapped = {"proposal": {"word": "의견"}, "comment": {"word": "제안"}, "opinion": {"word": "제안"}}
    assert draft_words(language="ko", words=swapped, by=administrator, at=timezone.now()).words["ko"]


def test_an_administrator_drafts_reads_every_sentence_and_publishes(haneul, visit, administrator):
    visitor = visit(haneul, as_=administrator)
    form = reverse("desk:words_in", args=["ko"])
    refused = visitor.post(form, {"proposal_word": "의견", "support_word": "지지"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert 'value="의견"' in page and 'value="지지"' in page
    draft = visitor.post(form, {"support_word": "지지", "support_verb": "on"}, follow=True)
    assert draft.redirect_chain[-1][0] == reverse("desk:words_preview")
    page = draft.content.decode()
    assert "<ins>지지" in page and "<del>공감" in page and "page=2" in page
    assert not WordVersion.objects.exists()
    visitor.post(reverse("desk:words_publication"), {"reason": "의회의 뜻"})
    assert WordVersion.objects.get().words == {"ko": {"support": {"word": "지지", "verb": True}}}
    assert "의회의 뜻" in text_of(visitor, reverse("desk:words"))


def test_the_preview_tells_what_differs(haneul):
    changed = changed_sentences({}, {"ko": {"department": {"word": "팀", "verb": False}}}, "ko")
    assert len(changed) > 100 and all("팀" in after for _before, after in changed)
    # As it will be read: no placeholder, no tag.
    assert not any(sign in text for pair in changed for text in pair for sign in ("%(", "<"))
    one = shown("부서가 답합니다.", "팀이 답합니다.")
    assert one.before == (("부서가", True), (" 답합니다.", False))
    assert one.after == (("팀이", True), (" 답합니다.", False))


def test_what_the_institution_named_itself_is_listed_where_a_usual_word_still_stands(
    haneul, visit, administrator
):
    Process.objects.filter(key=PROPOSALS).update(
        name="시민의 제안", summary="", names={"en": "Your proposals"}
    )
    desk, address = visit(haneul, as_=administrator), reverse("desk:words")
    assert desk.get(address).context["own_texts"] == []
    publish(administrator)
    found = {one.text: one.url for one in desk.get(address).context["own_texts"]}
    # Stages came with a preset: they change along.
    process = reverse("desk:rules_process", args=[Process.objects.get(key=PROPOSALS).pk])
    assert found == {"시민의 제안": process, "Your proposals": process}
    page = text_of(visit(haneul), "/how/")
    assert "지지 모으기" in page and "공감 모으기" not in page
