"""Somebody who knows a word and not where we keep things looks through everything at once."""

# ruff: noqa: F811 - a fixture is imported by the name it is asked for

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from civic.answers.models import Answer, AnswerRequest, Cause, Verdict
from civic.ballots.models import Ballot
from civic.content.models import Arrangement
from civic.debates.models import Debate, Opinion
from civic.execution.models import Execution, ExecutionItem, ProgressKind, ProgressNote
from civic.journeys.moderate import hide_proposal
from civic.notices.actions import hide_notice
from civic.portal.search_hits import KINDS
from civic.processes.kinds import Visibility
from civic.proposals.models import Comment, Origin, Proposal, Standing
from civic.results.models import Report, ReportVersion
from tests.civic.content.conftest import administrator, make_page, put_out, say  # noqa: F401
from tests.civic.gatherings.conftest import make_gathering  # noqa: F401
from tests.civic.notices.conftest import make_notice, moderator  # noqa: F401
from tests.civic.questions.making import question_process

WORD = "은하수"


def text(answer) -> str:
    return answer.content.decode()


def found(visitor, words=WORD, **more):
    """{kind: addresses}"""
    answer = visitor.get("/search/", {"q": words, **more})
    assert answer.status_code == 200
    return {one["kind"].key: [row.url for row in one["rows"]] for one in answer.context["groups"]}


@pytest.fixture
def everywhere(haneul, make_proposal, make_notice, make_page, make_gathering, administrator):
    """Of everything one that says the word, spaced and marked up as people do."""
    at = timezone.now()
    item = make_proposal(f"{WORD} 공원을 만들어 주세요")
    asked = make_proposal(f"{WORD}를 밝힐까요?")
    version = question_process(administrator, at).current_version
    Proposal.objects.filter(pk=asked.pk).update(origin=Origin.INSTITUTION, process_version=version)
    of = {"item": item, "stage_key": "debating", "created_at": at, "opened_at": at}
    debate = Debate.objects.create(**of, form="open", question="은하 수 아래에서 쉬게 할까요?")
    return SimpleNamespace(
        **said_of(item, debate, at),
        proposals=item,
        questions=asked,
        debates=debate,
        ballots=Ballot.objects.create(**of, kind="for_against", question="은하-수 광장, 어떻습니까?"),
        gatherings=make_gathering(title="모임", description=f"밤에 {WORD}를 봅니다."),
        notices=make_notice("안내", body="**은하**수를 끕니다."),
        pages=make_page("stars", "밤하늘", f"여기서 **{WORD}**가 보입니다."),
    )


def said_of(item, debate, at):
    """What stands below the item and its debate: (row, address)."""
    owed = AnswerRequest.objects.create(
        proposal=item, cause=Cause.THRESHOLD, opened_at=at, due_at=at, state="answered"
    )
    answer = Answer.objects.create(
        request=owed,
        verdict=Verdict.ADOPTED,
        body_html="<p>합니다.</p>",
        next_steps_html="<p><strong>은하</strong>수</p>",
        published_at=at,
    )
    carried = Execution.objects.create(opened_at=at, plan_due_at=at, told_at=at)
    ExecutionItem.objects.create(execution=carried, proposal=item, at=at)
    ProgressNote.objects.create(
        execution=carried, proposal=item, kind=ProgressKind.PROGRESS, body_html=f"<p>{WORD} 공사</p>", at=at
    )
    comment = Comment.objects.create(proposal=item, body=f"저도 {WORD}가 좋아요.", created_at=at)
    opinion = Opinion.objects.create(debate=debate, body=f"{WORD}라니요 & <b>", written_at=at)
    report = Report.objects.create(debate=debate, gathered_at=at, begun_at=at)
    told = [{"part": "summary", "html": f"<p>{WORD}를 이야기했습니다.</p>"}]
    ReportVersion.objects.create(report=report, number=1, sections=told, data={}, published_at=at)
    page = f"/proposals/{item.pk}/"
    return {
        "answers": (answer, f"{page}#answer-{answer.pk}"),
        "comments": (comment, f"{page}comments/{comment.pk}/#comment-{comment.pk}"),
        "execution": (carried, f"{page}execution/"),
        "opinions": (opinion, f"/debates/{debate.pk}/opinions/{opinion.pk}/#opinion-{opinion.pk}"),
        "results": (report, f"/results/{report.pk}/"),
    }


def test_a_word_is_found_in_every_room(haneul, bada, visit, everywhere):
    rooms = {"proposals": "proposal", "questions": "proposal", "debates": "debate", "ballots": "ballot"}
    rooms |= {"gatherings": "gathering", "notices": "notice"}
    wanted = {
        kind: [reverse(f"portal:{name}", args=[getattr(everywhere, kind).pk])] for kind, name in rooms.items()
    }
    wanted |= {
        kind: [getattr(everywhere, kind)[1]]
        for kind in ("answers", "comments", "execution", "opinions", "results")
    }
    wanted["pages"] = ["/p/stars/"]
    assert found(visit(haneul)) == wanted
    for kind, addresses in wanted.items():
        assert found(visit(haneul), "은하 수", kind=kind) == {kind: addresses}
    page = text(visit(haneul).get("/search/", {"q": WORD}))
    assert "noindex" in page and all(f'href="{one}"' in page for (one,) in wanted.values())
    assert found(visit(bada)) == {}
    # What the house itself keeps is found by its name.
    with override("ko"):
        assert reverse("account_privacy") in found(visit(haneul), gettext("Privacy"))["pages"]


def test_what_not_everybody_reads_is_found_by_nobody(
    haneul,
    visit,
    everywhere,
    make_page,
    put_out,
    say,
    make_gathering,
    moderator,
    neighbour,
    make_staff,
):
    at = timezone.now()
    # Taken back by who said it: not even below what still stands. And names of tags and parts are no words.
    Comment.objects.update(standing=Standing.WITHDRAWN)
    Opinion.objects.update(standing=Standing.HIDDEN)
    assert {"answers", "execution", "results"} <= found(visit(haneul)).keys()
    assert found(visit(haneul)).keys().isdisjoint({"comments", "opinions"})
    assert found(visit(haneul), "strong") == found(visit(haneul), "summary") == {}
    hide_proposal(proposal=everywhere.proposals, by=moderator, reason="까닭", at=at)
    Proposal.objects.filter(pk=everywhere.questions.pk).update(visibility=Visibility.BY_LINK)
    hide_notice(notice=everywhere.notices, reason="까닭", by=moderator, at=at)
    make_page("draft", "초안", WORD, is_draft=True)
    say(everywhere.pages, "이제 다른 말이 있습니다.")
    put_out(everywhere.pages)
    Arrangement.objects.filter(pk=make_page("gone", "옛 쪽", WORD).pk).update(removed_at=at)
    everywhere.gatherings.delete()
    make_gathering(title=WORD, publish=False)
    for person in (None, neighbour, moderator, make_staff("administrator")):
        assert found(visit(haneul, as_=person)) == {}
    say(everywhere.pages, f"{WORD}가 내일 돌아옵니다.")
    put_out(everywhere.pages, begins_at=at + timedelta(days=1))
    assert found(visit(haneul)) == {}


def test_no_opinion_found_tells_its_side_before_everybody_may_know_how_it_stands(haneul, visit, everywhere):
    Opinion.objects.update(side="con")
    debate = Debate.objects.filter(pk=everywhere.debates.pk)
    at, labels = timezone.now(), []
    for shown, closes_at in (
        ("live", None),
        ("at_the_end", None),
        ("after_taking_part", None),
        ("at_the_end", at),
    ):
        debate.update(shown=shown, closes_at=closes_at)
        answer = visit(haneul).get("/search/", {"q": WORD, "kind": "opinions"})
        labels.append(answer.context["groups"][0]["rows"][0].label)
    assert [bool(one) for one in labels] == [True, False, False, True]


def test_a_page_is_found_by_the_words_its_reader_meets(haneul, visit, everywhere, make_page, put_out, say):
    say(everywhere.pages, "별이 보입니다.", en="The Milky Way")
    put_out(everywhere.pages)
    assert found(visit(haneul), "milky") == {}
    reader = visit(haneul)
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert found(reader, "milky way") == {"pages": ["/p/stars/"]}


def test_one_kind_is_read_page_by_page_with_few_questions(haneul, visit, make_notice):
    visitor = visit(haneul)

    def asked_of_the_database() -> int:
        visitor.get("/search/", {"q": WORD})
        with CaptureQueriesContext(connection) as asked:
            visitor.get("/search/", {"q": WORD})
        return len(asked)

    few = asked_of_the_database()
    at = timezone.now()
    for hour in range(23):
        make_notice(f"{WORD} {hour}", begins_at=at - timedelta(hours=hour + 1))
    assert asked_of_the_database() == few <= len(KINDS) + 6
    some = visitor.get("/search/", {"q": WORD})
    (group,) = some.context["groups"]
    assert [row.title for row in group["rows"]] == [f"{WORD} {hour}" for hour in range(3)]
    first = visitor.get(group["more_url"])
    second = visitor.get(first.context["next_url"])
    titles = [row.title for page in (first, second) for row in page.context["groups"][0]["rows"]]
    assert titles == [f"{WORD} {hour}" for hour in range(23)] and not second.context["next_url"]
    lost = visitor.get(group["more_url"] + "&after=가나다")
    assert lost.context["groups"] == first.context["groups"]


def test_anything_may_be_typed(haneul, visit, everywhere):
    for words in ("", "%", "_", "?!", "x" * 5_000, "'; --", "<script>", "{% now %}", "😀"):
        for kind in ("", "pages"):
            answer = visit(haneul).get("/search/", {"q": words, "kind": kind, "after": "x"})
            assert answer.status_code == 200, words
            assert "<script>" not in text(answer).partition("<main")[2]
            assert not answer.context.get("groups"), words
