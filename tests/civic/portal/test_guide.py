"""How it works here: whoever doubts reads the rules in force, how they changed, and who changed them."""

import copy
import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override

from civic.processes.actions import publish_rules
from civic.processes.models import Process, RuleCorrection
from civic.processes.presets import preset, preset_keys
from civic.processes.queries import PROPOSALS, current_version
from civic.processes.words import goals, tell
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import ThresholdCrossing
from platform_core.i18n.names import language_name
from tenants.context import institution_context
from tests.civic.proposals.conftest import at_least, document, gathering
from tests.civic.scenes import administrator  # noqa: F401


def text(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def squeezed(sentence: str) -> str:
    return re.sub(r"\s+", " ", sentence)


@pytest.fixture
def reading(haneul, visit):
    visitor = visit(haneul)
    return lambda path: text(visitor.get(path))


def lowered(count: int = 40):
    """The present rules with another first threshold."""
    document = copy.deepcopy(current_version().document)
    if "gates" in document["stages"][0]:
        document["stages"][0]["gates"][0]["when"]["at_least"] = count
    else:
        document["thresholds"][0]["count"] = count
    return document


def publish(document, by=None, reason="조례가 바뀌었습니다.", **more):
    process = Process.objects.get(key=PROPOSALS)
    return publish_rules(process=process, document=document, reason=reason, by=by, at=timezone.now(), **more)


def another(key: str, from_preset: str, **more) -> Process:
    process = Process.objects.create(key=key, name=key, position=9, **more)
    publish_rules(
        process=process,
        document=preset(from_preset).document,
        reason="처음",
        by=None,
        at=timezone.now(),
        preset=from_preset,
    )
    return process


def test_every_sentence_of_the_rules_stands_on_the_page(reading):
    page = reading("/how/")
    with override("ko"):
        for sentence in tell(current_version().rules).sentences:
            if not sentence.key.startswith(("eligibility", "limits")):
                assert squeezed(sentence.text) in page


@pytest.mark.parametrize("key", preset_keys())
def test_every_preset_can_be_read_compared_and_hung_up(haneul, reading, key):
    another(key, key, summary="시험")
    for path in ("versions/", "versions/1/", "difference/", "poster/"):
        assert key in reading(f"/how/{key}/{path}")
    assert preset(key).document["stages"][0].get("label", {}).get("ko", "") in reading("/how/")


def test_the_poster_shows_each_threshold(haneul, reading):
    page = reading("/how/proposals/poster/")
    with override("ko"):
        for goal in goals(current_version().rules):
            assert goal.figure in page and squeezed(goal.sentence) in page
    assert haneul.primary_host in page


def test_how_the_rules_changed_is_told_with_who_and_why(haneul, reading, administrator, make_staff):  # noqa: F811
    publish(lowered(), by=administrator, agreed_by=make_staff(name="둘째 사람"), brings_along=True)
    for page in (
        reading("/how/"),
        reading("/how/proposals/versions/"),
        reading("/how/proposals/versions/2/"),
    ):
        assert "조례가 바뀌었습니다." in page
        assert "기관 관리자" in page and "둘째 사람" in page


def test_a_version_stays_readable_after_the_next(haneul, visit):
    with override("ko"):
        before = [one.text for one in tell(current_version().rules).sentences if ".gates." in one.key]
    publish(lowered())
    page = text(visit(haneul).get("/how/proposals/versions/1/"))
    assert all(squeezed(sentence) in page for sentence in before)


def test_the_difference_is_told_as_sentences_before_and_after(haneul, visit):
    publish(lowered(40))
    publish(lowered(30))
    for query, (old, new) in {
        "": ("40", "30"),
        "?before=1&after=2": ("50", "40"),
        "?before=1&after=3": ("50", "30"),
        "?before=3&after=1": ("50", "30"),
    }.items():
        response = visit(haneul).get(f"/how/proposals/difference/{query}")
        (change,) = response.context["changes"]
        assert old in change.old and new in change.new
        assert squeezed(change.old) in text(response) and squeezed(change.new) in text(response)


@pytest.mark.parametrize(
    "path",
    [
        "/how/nothing/versions/",
        "/how/nothing/poster/",
        "/how/proposals/versions/7/",
        "/how/proposals/versions/99999999999999999999/",
        "/how/proposals/versions/?before=x",
        "/how/proposals/difference/?before=7",
        "/how/proposals/difference/?after=x",
        "/how/proposals/difference/?before=-1",
        "/how/proposals/difference/?after=99999999999999999999",
        "/how/proposals/difference/?after=²",
    ],
)
def test_what_is_not_there_is_not_there(haneul, visit, path):
    assert visit(haneul).get(path).status_code == 404


def test_a_draft_and_a_process_without_rules_are_shown_to_nobody(haneul, visit):
    Process.objects.create(key="secret", name="준비 중인 절차")
    assert "준비 중인 절차" not in text(visit(haneul).get("/how/"))
    assert visit(haneul).get("/how/secret/versions/").status_code == 404


def test_a_closed_process_leaves_the_page_and_keeps_its_addresses(haneul, reading):
    process = another("old", "jeju_2024")
    Process.objects.filter(pk=process.pk).update(is_open=False)
    assert "/how/old/" not in reading("/how/")
    assert "old" in reading("/how/old/versions/1/")


def test_a_correction_is_told_to_everybody_once_it_was_made(haneul, reading, administrator, make_staff):  # noqa: F811
    version = publish(lowered())
    at = timezone.now()
    asked = {"version": version, "asked_by": administrator, "asked_at": at, "preview": {"items": 7}}
    RuleCorrection.objects.create(**asked, notice="아직 동의를 기다립니다")
    RuleCorrection.objects.create(
        **asked, notice="잘못된 기준을 바로잡습니다", agreed_by=make_staff(name="둘째 사람"), applied_at=at
    )
    for page in (reading("/how/"), reading("/how/proposals/versions/2/")):
        assert "잘못된 기준을 바로잡습니다" in page and "둘째 사람" in page and "7" in page
        assert "아직 동의를 기다립니다" not in page


def test_how_many_passed_is_counted_over_a_year(haneul, visit, make_proposal):
    gate = next(iter(current_version().rules.gates))
    for ago in (timedelta(days=1), timedelta(days=400)):
        ThresholdCrossing.objects.create(
            proposal=make_proposal(), threshold=gate, count=50, crossed_at=timezone.now() - ago
        )
    cache.delete("portal.guide.passed")
    (chapter,) = visit(haneul).get("/how/").context["chapters"]
    assert chapter["one"].passed == {gate: 1}
    assert any(line.record for card in chapter["cards"] for line in card.thresholds)


def test_the_page_asks_the_same_few_questions_however_many_processes_there_are(haneul, visit):
    def queries() -> int:
        visitor = visit(haneul)
        visitor.get("/how/")
        with CaptureQueriesContext(connection) as seen:
            visitor.get("/how/")
        return len(seen)

    alone = queries()
    for key in ("jeju_2024", "assembly", "budget_district"):
        another(key, key)
    for _ in range(3):
        publish(lowered())
    assert queries() <= alone + 1 <= 9


def test_what_is_remembered_of_one_institution_is_not_told_at_the_next(haneul, bada, visit, reading):
    publish(lowered(41))
    assert "41" in reading("/how/proposals/poster/")
    with institution_context(bada):
        there = text(visit(bada).get("/how/proposals/poster/"))
        with override("ko"):
            figures = [goal.figure for goal in goals(current_version().rules)]
    assert "하늘시" not in there and "41" not in there
    assert all(figure in there for figure in figures)


def test_the_neighbour_reads_what_everybody_reads(haneul, visit, neighbour):
    publish(lowered())
    for path in ("/how/", "/how/proposals/versions/2/", "/how/proposals/difference/"):
        assert visit(haneul, as_=neighbour).get(path).status_code == 200


def test_the_stages_are_an_ordered_list(haneul, visit):
    page = visit(haneul).get("/how/").content.decode()
    flow = page[page.index('<ol class="flow">') : page.index("</ol>", page.index('<ol class="flow">'))]
    assert flow.count('<li class="flow__step') == len(current_version().rules.stages)


def test_who_published_and_left_is_not_taken_for_the_platform(haneul, reading, make_staff):
    publish(lowered(), by=make_staff(name=""))
    with override("ko"):
        assert gettext("somebody who has left") in reading("/how/proposals/versions/2/")


def test_a_stage_named_in_one_language_says_so_to_readers_of_another(haneul, visit, make_citizen):
    """On pages for ears and eyes, in sentences in words; its own readers see nothing but the name."""
    rules = document(gathering(at_least(2)) | {"label": {"ko": "동네 모임"}}, {"kind": "answering"})
    proposal = submit_proposal(
        author=make_citizen(), writing=Writing("골목", "길"), version=publish(rules), at=timezone.now()
    )
    korean, reader = visit(haneul), visit(haneul)
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with override("en"):
        told, label = language_name("ko"), proposal.rules.first_stage.label("en")
        assert (label, "%s" % label, f"{label}") == ("동네 모임", *[f"동네 모임 ({told})"] * 2)  # noqa: UP031
    marked = f'<span lang="ko">동네 모임</span> <small>({told})</small>'
    for address in (f"/proposals/{proposal.pk}/", f"/proposals/{proposal.pk}/why/", "/how/", "/proposals/"):
        assert marked in reader.get(address).text, address
        page = korean.get(address).text
        assert "동네 모임" in page and marked not in page
    row = visit(haneul).get(f"/api/v1/proposals/{proposal.pk}/", headers={"Accept-Language": "en"}).json()
    assert row["stage"]["label"] == "동네 모임"
