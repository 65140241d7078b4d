"""A debate and a vote are frozen from the first who takes part; what the preview says, the run does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from civic.journeys.ballot import vote
from civic.journeys.bring_along import begin_bringing, bring_on, open_items, outlook
from civic.journeys.correct_rules import ask_to_correct, recount_preview
from civic.journeys.debate import opine
from civic.processes.actions import publish_rules
from civic.processes.drafting import begun_from
from civic.processes.models import ProcessVersion
from civic.proposals.models import Proposal
from platform_core.access import Refused
from platform_core.accounts.models import User
from tests.civic.ballots.conftest import ballot, numbers  # noqa: F401
from tests.civic.debates.conftest import debate  # noqa: F401
from tests.civic.proposals.conftest import moderator, process  # noqa: F401

Someone = Callable[..., User]


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
    process = item.process_version.process  # noqa: F811
    return publish_rules(process=process, document=document, reason="짧게", by=by, at=timezone.now())


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


def test_a_ballot_that_has_begun_is_no_matter_for_a_correction(
    administrator: User,
    make_citizen: Someone,
    ballot: Any,  # noqa: F811
) -> None:
    """It is counted as it was begun: two administrators are not asked for something that would not happen."""
    begun, _fresh = voted(ballot, make_citizen())
    version = shorter(begun, administrator)
    assert recount_preview(version, timezone.now())["items"] == 0
    with pytest.raises(Refused) as refused:
        ask_to_correct(process=version.process, notice="고칩니다.", by=administrator, at=timezone.now())
    assert refused.value.verdict.code == "nothing_frozen"
