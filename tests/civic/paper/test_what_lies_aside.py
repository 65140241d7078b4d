"""What somebody said on paper and was taken out of the count follows them; and who stopped everything is left in peace."""

import pytest
from django.utils import timezone

from civic.abuse.invalidating import begin, count_first, undo
from civic.abuse.models import Meant
from civic.abuse.selecting import Conditions
from civic.ballots.models import AsidePaper, Paper, Voter
from civic.journeys.ballot import fold_votes, vote
from civic.journeys.support import give_support
from civic.ledger.checking import check
from civic.paper.folding import fold, unfold
from civic.paper.models import PaperDeed
from civic.proposals.counting import exact_count, find_differences
from civic.proposals.models import Said, SetAside, Support
from civic.restraints.models import Aside, AsideKind
from platform_core.access import Refused
from platform_core.accounts.models import User
from tests.civic.abuse.test_invalidating import now, run
from tests.civic.ballots.conftest import ballot, numbers  # noqa: F401
from tests.civic.paper.conftest import LEE
from tests.civic.proposals.conftest import moderator, process  # noqa: F401


def taken_out(item, administrator, said=Said.SUPPORT):
    asked = Conditions(items=(item,))
    row = count_first(said=said, asked=asked, reason="한 곳에서", by=administrator, at=now())
    begin(invalidation=row, by=administrator, at=now())
    run(row)
    return row


@pytest.mark.parametrize("has_it_too", [False, True])
def test_a_support_that_was_taken_out_follows_to_the_account(
    item, signs, make_citizen, make_staff, has_it_too
):
    administrator = make_staff("administrator", name="관리자")
    stand_in, account = signs(item, LEE).citizen, make_citizen()
    if has_it_too:
        give_support(proposal=item, citizen=account)
    row = taken_out(item.pk, administrator)
    folding = fold(stand_in=stand_in, account=account, by=None, at=now())
    assert SetAside.objects.get().citizen == account
    assert check(at=now()).findings == []
    if not has_it_too:
        assert unfold(folding=folding, reason="다른 사람", by=administrator, at=now())
        assert SetAside.objects.get().citizen == stand_in
        fold(stand_in=stand_in, account=account, by=None, at=now())
    undo(invalidation=row, reason="착오", by=administrator, at=now())
    run(row)
    assert Support.objects.get().citizen == account and exact_count(item) == 1
    assert find_differences() == [] and check(at=now()).findings == []


def test_a_vote_that_was_taken_out_comes_back_to_the_account_with_its_paper(
    ballot,  # noqa: F811
    make_citizen,
    make_staff,
):
    administrator = make_staff("administrator", name="관리자")
    held, stand_in, account = ballot(), make_citizen(), make_citizen()
    vote(ballot=held, person=stand_in, chosen=numbers(held)[:1])
    row = taken_out(held.item_id, administrator, Meant.VOTE)
    assert Aside.objects.get().kind == AsideKind.VOTE and not Voter.objects.exists()
    assert fold_votes(stand_in=stand_in.pk, account=account) == 1
    undo(invalidation=row, reason="착오", by=administrator, at=now())
    run(row)
    assert Voter.objects.get().person == account and Paper.objects.get().choices == numbers(held)[:1]
    assert not AsidePaper.objects.exists() and check(at=now()).findings == []


def test_nothing_is_entered_in_the_name_of_whoever_stopped_everything(item, signs):
    stopped = signs(item, LEE).citizen
    Support.objects.all().delete()
    User.objects.filter(pk=stopped.pk).update(stopped_at=timezone.now())
    with pytest.raises(Refused) as refusal:
        signs(item, LEE)
    assert refusal.value.verdict.code == "stopped"
    assert not Support.objects.exists() and PaperDeed.objects.count() == 1
