"""Open items come along to new rules, unless people have been counted under the old ones."""

import copy
from datetime import timedelta

import pytest
from django.utils import timezone

from civic.journeys import bring_along as journey
from civic.journeys.bring_along import BATCH, begin_bringing, bring_on, open_items, outlook
from civic.journeys.correct_rules import agree_to_correct, ask_to_correct, recount_preview, refuse_to_correct
from civic.journeys.tasks import bring_along
from civic.people.models import Role
from civic.processes.actions import publish_rules
from civic.processes.drafting import begun_from
from civic.processes.models import BringingAlong, Process
from civic.processes.queries import current_version
from civic.proposals.models import Proposal, StageMove, StageResult
from platform_core.access import Refused
from platform_core.events.models import Event


@pytest.fixture
def process(haneul) -> Process:
    return Process.objects.get(key="proposals")


@pytest.fixture
def second(make_staff):
    return make_staff(Role.ADMINISTRATOR, name="둘째 관리자")


def new_version(process, administrator, change, **more):
    document = begun_from(copy.deepcopy(current_version().document))
    change(document)
    return publish_rules(
        process=process, document=document, reason="기준 변경", by=administrator, at=timezone.now(), **more
    )


def needs(count, window=None):
    def change(document):
        document["stages"][0]["gates"][0]["when"]["at_least"] = count
        if window:
            document["stages"][0]["window"]["days"] = window

    return change


def bring_everything(version, administrator):
    bringing = begin_bringing(version=version, by=administrator, at=timezone.now())
    while bring_on(at=timezone.now()):
        pass
    bringing.refresh_from_db()
    return bringing


def test_what_nobody_was_counted_for_comes_along(administrator, process, make_proposal):
    fresh = make_proposal(ago=timedelta(days=3))
    version = new_version(process, administrator, needs(40, window=60), brings_along=True)
    bringing = bring_everything(version, administrator)
    before = fresh.closes_at
    fresh.refresh_from_db()
    assert (fresh.process_version, bringing.moved, bringing.left) == (version, 1, {})
    assert fresh.closes_at - before == timedelta(days=30)
    move = StageMove.objects.filter(proposal=fresh).latest("pk")
    assert (move.cause, move.version, move.reason) == ("rules", version, "기준 변경")


def test_from_the_first_support_the_rules_of_its_count_are_frozen(administrator, process, make_proposal):
    supported = make_proposal(supports=1)
    version = new_version(process, administrator, needs(40))
    bringing = bring_everything(version, administrator)
    supported.refresh_from_db()
    assert (supported.process_version_id == version.pk, bringing.left) == (False, {"rule_frozen": 1})
    (prospect,) = outlook([supported], version.rules, timezone.now())
    assert (prospect.verdict.code, prospect.is_frozen) == ("rule_frozen", True)


def test_what_decides_no_count_may_change_while_it_is_counted(administrator, process, make_proposal):
    supported = make_proposal(supports=12)

    def kinder(document):
        document["answers"]["department"]["days"] = 14
        document["stages"][0]["label"]["ko"] = "마음 모으기"

    version = new_version(process, administrator, kinder)
    assert bring_everything(version, administrator).moved == 1
    supported.refresh_from_db()
    assert (supported.process_version, supported.rules.answer.days) == (version, 14)


def test_one_that_cannot_be_brought_along_holds_no_other_up(
    administrator, process, make_proposal, monkeypatch
):
    broken, whole = make_proposal(), make_proposal()
    advance = journey.advance

    def stumbling(*, proposal, at):
        if proposal.pk == broken.pk:
            raise RuntimeError("a fault of ours")
        return advance(proposal=proposal, at=at)

    monkeypatch.setattr(journey, "advance", stumbling)
    version = new_version(process, administrator, needs(40))
    bringing = bring_everything(version, administrator)
    assert (bringing.moved, bringing.left, bringing.finished_at is None) == (1, {"failed": 1}, False)
    for proposal, follows in ((broken, False), (whole, True)):
        proposal.refresh_from_db()
        assert (proposal.process_version_id == version.pk) is follows


def test_a_stage_that_is_gone_holds_what_stands_in_it(administrator, process, make_proposal):
    make_proposal()

    def without(document):
        document["stages"][0]["key"] = "another"

    version = new_version(process, administrator, without)
    assert bring_everything(version, administrator).left == {"stage_gone": 1}


def test_what_has_a_result_behind_it_keeps_the_rules_that_name_it(administrator, process, make_proposal):
    """Its story tells the debate by the name its stage has."""

    def with_debate(document):
        debate = {"key": "debate", "kind": "debating", "window": {"days": 30}}
        document["stages"].insert(1, debate)

    new_version(process, administrator, with_debate)
    debated = make_proposal()
    StageResult.objects.create(proposal=debated, stage_key="debate", counts={}, at=timezone.now())
    version = new_version(process, administrator, lambda document: document["stages"].pop(1))
    (prospect,) = outlook([debated], version.rules, timezone.now())
    assert prospect.verdict.code == "stage_gone"


def test_a_shorter_window_that_is_over_ends_it_and_the_preview_said_so(administrator, process, make_proposal):
    old = make_proposal(ago=timedelta(days=20))
    version = new_version(process, administrator, needs(50, window=10))
    (prospect,) = outlook([old], version.rules, timezone.now())
    assert prospect.expires and prospect.verdict.allowed
    bring_everything(version, administrator)
    old.refresh_from_db()
    assert (old.stage, old.closed_as) == ("closed", "not_enough_support")


def test_it_goes_on_where_a_worker_stopped(administrator, process, make_proposal, monkeypatch):
    monkeypatch.setattr("civic.journeys.bring_along.BATCH", 2)
    for number in range(5):
        make_proposal(f"제안 {number}")
    version = new_version(process, administrator, needs(40))
    bringing = begin_bringing(version=version, by=administrator, at=timezone.now())
    assert bring_on(at=timezone.now(), limit=2)
    bringing.refresh_from_db()
    assert (bringing.seen, bringing.items, bringing.finished_at) == (2, 5, None)
    while bring_on(at=timezone.now(), limit=2):
        pass
    bringing.refresh_from_db()
    assert (bringing.moved, bringing.finished_at is not None) == (5, True)
    assert Event.objects.filter(kind="processes.item.brought").count() == 5
    assert not bring_on(at=timezone.now())
    assert begin_bringing(version=version, by=administrator, at=timezone.now()) == bringing


def test_the_worker_does_it_when_new_rules_are_announced(administrator, process, make_proposal):
    fresh = make_proposal()
    version = new_version(process, administrator, needs(40), brings_along=True)
    begin_bringing(version=version, by=administrator, at=timezone.now())
    bring_along()
    fresh.refresh_from_db()
    assert fresh.process_version == version


def test_the_preview_of_a_page_of_items_takes_few_queries(
    administrator, process, make_proposal, django_assert_max_num_queries
):
    for number in range(12):
        make_proposal(f"제안 {number}", supports=number % 3)
    version = new_version(process, administrator, needs(2))
    items = list(open_items(process, besides=version))
    with django_assert_max_num_queries(12):
        prospects = outlook(items, version.rules, timezone.now())
    assert {one.verdict.code for one in prospects} == {"ok", "rule_frozen"}
    assert BATCH


def test_a_correction_needs_two_a_notice_and_counts_again(administrator, second, process, make_proposal):
    supported = make_proposal(supports=45)
    version = new_version(process, administrator, needs(40))
    preview = recount_preview(version, timezone.now())
    assert (preview["items"], preview["changed"], preview["gates"]) == (1, 1, {"answer": [0, 1]})
    correction = ask_to_correct(
        process=process, notice="기준을 잘못 적었습니다.", by=administrator, at=timezone.now()
    )
    with pytest.raises(Refused) as refusal:
        agree_to_correct(correction=correction, by=administrator, at=timezone.now())
    assert refusal.value.verdict.code == "needs_another"
    agree_to_correct(correction=correction, by=second, at=timezone.now())
    while bring_on(at=timezone.now()):
        pass
    supported.refresh_from_db()
    correction.refresh_from_db()
    assert (supported.process_version, supported.stage) == (version, "reviewing")
    assert correction.applied_at is not None
    told = StageMove.objects.filter(proposal=supported, cause="correction").get()
    assert told.reason == "기준을 잘못 적었습니다."
    assert Event.objects.filter(kind="processes.item.corrected", subject_id=supported.pk).exists()


def test_a_correction_touches_only_what_is_frozen(administrator, second, process, make_proposal):
    fresh, supported = make_proposal("새 글"), make_proposal(supports=3)
    version = new_version(process, administrator, needs(40))
    correction = ask_to_correct(process=process, notice="정정", by=administrator, at=timezone.now())
    agree_to_correct(correction=correction, by=second, at=timezone.now())
    while bring_on(at=timezone.now()):
        pass
    assert Proposal.objects.get(pk=fresh.pk).process_version_id != version.pk
    assert Proposal.objects.get(pk=supported.pk).process_version_id == version.pk
    assert BringingAlong.objects.get(correction=correction).left == {"not_frozen": 1}


def test_a_refused_correction_changes_nothing(administrator, second, process, make_proposal):
    make_proposal(supports=3)
    new_version(process, administrator, needs(40))
    correction = ask_to_correct(process=process, notice="정정", by=administrator, at=timezone.now())
    assert refuse_to_correct(correction=correction, by=second, at=timezone.now())
    with pytest.raises(Refused) as refusal:
        agree_to_correct(correction=correction, by=second, at=timezone.now())
    assert refusal.value.verdict.code == "already_decided"


def test_without_anything_frozen_there_is_nothing_to_correct(administrator, process, make_proposal):
    make_proposal()
    new_version(process, administrator, needs(40))
    with pytest.raises(Refused) as refusal:
        ask_to_correct(process=process, notice="정정", by=administrator, at=timezone.now())
    assert refusal.value.verdict.code == "nothing_frozen"


def test_what_began_under_newer_rules_is_not_brought_back(administrator, process, make_proposal):
    """Rules are published twice before the worker has come to the first."""
    older = new_version(process, administrator, needs(40), brings_along=True)
    bringing = begin_bringing(version=older, by=administrator, at=timezone.now())
    newer = new_version(process, administrator, needs(30))
    begun = make_proposal()
    assert begun.process_version == newer
    while bring_on(at=timezone.now()):
        pass
    begun.refresh_from_db()
    bringing.refresh_from_db()
    assert (begun.process_version, bringing.moved) == (newer, 0)


def test_an_older_correction_leaves_newer_rules_alone(administrator, second, process, make_proposal):
    """Agreed to only after the rules were published once more: what counts under those goes on counting."""
    make_proposal(supports=3)
    new_version(process, administrator, needs(40))
    correction = ask_to_correct(process=process, notice="정정", by=administrator, at=timezone.now())
    newer = new_version(process, administrator, needs(30))
    supported = make_proposal("나중 글", supports=3)
    agree_to_correct(correction=correction, by=second, at=timezone.now())
    while bring_on(at=timezone.now()):
        pass
    supported.refresh_from_db()
    assert supported.process_version == newer
