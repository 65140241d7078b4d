"""A debate and a vote are frozen from the first who takes part; what the preview says, the run does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from civic.ballots.models import AsidePaper, Ballot
from civic.journeys.ballot import vote
from civic.journeys.bring_along import begin_bringing, bring_on, open_items, outlook
from civic.journeys.clock import close_windows
from civic.journeys.correct_rules import agree_to_correct, ask_to_correct, recount_preview
from civic.journeys.debate import opine
from civic.processes.actions import publish_rules
from civic.processes.drafting import begun_from
from civic.processes.models import ProcessVersion
from civic.proposals.models import Ending, Proposal
from platform_core.accounts.models import User
from tests.civic.ballots.conftest import MORE_FOR, ballot, numbers, rules_of_vote  # noqa: F401
from tests.civic.debates.conftest import debate  # noqa: F401
from tests.civic.proposals.conftest import moderator, process  # noqa: F401

Someone = Callable[..., User]
AT_LEAST_TWO = {"counter": "votes", "at_least": 2}


def discussed(debate: Any, person: User) -> tuple[Proposal, Proposal]:  # noqa: F811
    """What somebody has spoken about, and what nobody has."""
    spoken, silent = debate(), debate(title="아직 조용한 토론")
    opine(debate=spoken, author=person, side="pro", body="찬성합니다.", at=timezone.now())
    return spoken.item, silent.item


def voted(ballot: Any, person: User) -> tuple[Proposal, Proposal]:  # noqa: F811
    begun, fresh = ballot(), ballot()
    vote(ballot=begun, person=person, chosen=numbers(begun)[:1])
    return begun.item, fresh.item


def shorter(item: Proposal, by: User) -> ProcessVersion:
    document = begun_from(item.process_version.document)
    document["stages"][0]["window"]["days"] = 3
    return published(item, document, by)


def published(item: Proposal, document: dict[str, Any], by: User) -> ProcessVersion:
    process = item.process_version.process  # noqa: F811
    return publish_rules(process=process, document=document, reason="고침", by=by, at=timezone.now())


@pytest.mark.parametrize("room", ["debate", "ballot"])
def test_from_the_first_who_takes_part_its_time_is_frozen(
    room: str, request: Any, administrator: User, make_citizen: Someone
) -> None:
    """Also where no gate counts people: how long it lasts and its form decide."""
    take_part = {"debate": discussed, "ballot": voted}[room]
    begun, fresh = take_part(request.getfixturevalue(room), make_citizen())
    version = shorter(begun, administrator)
    items = list(open_items(version.process, besides=version))
    told = {one.proposal.pk: one.verdict.code for one in outlook(items, version.rules, timezone.now())}
    assert told == {begun.pk: "rule_frozen", fresh.pk: "ok"}
    bringing = begin_bringing(version=version, by=administrator, at=timezone.now())
    while bring_on(at=timezone.now()):
        pass
    bringing.refresh_from_db()
    assert (bringing.moved, bringing.left) == (1, {"rule_frozen": 1})
    begun.refresh_from_db()
    assert begun.process_version_id != version.pk


def test_two_administrators_correct_a_vote_that_has_begun(
    haneul: Any,
    visit: Any,
    administrator: User,
    make_staff: Callable[..., User],
    make_citizen: Someone,
    ballot: Any,  # noqa: F811
) -> None:
    """With a notice that whoever votes reads, and no look at how it stands; what is in stays in."""
    begun, _fresh = voted(ballot, make_citizen())
    document = begun_from(begun.process_version.document)
    document["stages"][0]["window"]["days"] = 3
    document["stages"][0]["gates"][0]["when"] = {"all": [AT_LEAST_TWO, MORE_FOR["when"]]}
    version = published(begun, document, administrator)
    preview = {"items": 1, "changed": 1, "gates": {}, "ballots": 1, "votes": 1}
    assert recount_preview(version, timezone.now()) == preview
    said: dict[str, Any] = {
        "notice": "두 사람 이상이어야 했습니다.",
        "by": administrator,
        "at": timezone.now(),
    }
    asked = ask_to_correct(process=version.process, **said)
    agree_to_correct(correction=asked, by=make_staff(), at=timezone.now())
    while bring_on(at=timezone.now()):
        pass
    begun, running = Proposal.objects.get(pk=begun.pk), Ballot.objects.get(item=begun)
    assert begun.process_version_id == version.pk and running.closes_at == begun.stage_ends_at
    assert running.papers.count() == 1
    assert said["notice"] in visit(haneul).get(f"/votes/{running.pk}/").text
    assert running.closes_at is not None
    close_windows(at=running.closes_at)
    assert Proposal.objects.get(pk=begun.pk).closed_as == Ending.NOT_PASSED


def test_a_correction_that_papers_do_not_fit_into_or_that_comes_too_late_leaves_the_vote(
    administrator: User,
    make_citizen: Someone,
    ballot: Any,  # noqa: F811
) -> None:
    most = {"top": 1, "by": "votes"}
    running = ballot(
        rules_of_vote({"key": "best", "when": most, "to": "answering"}, vote={"choices": 2}),
        options=("숲", "못", "길"),
        kind="several",
    )
    vote(ballot=running, person=make_citizen(), chosen=numbers(running)[:2])
    document = begun_from(running.item.process_version.document)
    document["stages"][0]["vote"]["choices"] = 1
    version = published(running.item, document, administrator)
    (told,) = outlook([running.item], version.rules, timezone.now())
    assert told.verdict.code == "papers_do_not_fit" and not told.is_frozen
    document["stages"][0]["vote"]["choices"] = 3
    document["stages"][0]["window"]["days"] = 3
    rules = published(running.item, document, administrator).rules
    later = timezone.now() + timedelta(days=5)
    told_when = [outlook([running.item], rules, at)[0].verdict.code for at in (timezone.now(), later)]
    assert told_when == ["rule_frozen", "vote_would_be_over"]
    assert running.closes_at is not None
    document["stages"][0]["window"]["days"] = 60
    rules = published(running.item, document, administrator).rules
    (told,) = outlook([running.item], rules, running.closes_at)
    assert told.verdict.code == "stage_over" and not told.is_frozen  # nobody votes once more after the end
    paper = running.papers.get()
    AsidePaper.objects.create(id=paper.pk, ballot=running, key=paper.key, choices=paper.choices)
    paper.delete()  # taken out of the count, and may come back
    assert outlook([running.item], version.rules, timezone.now())[0].verdict.code == "papers_do_not_fit"
