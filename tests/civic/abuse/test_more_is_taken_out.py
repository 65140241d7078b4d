"""Supports of comments and opinions, and votes: in the ledger, taken out by conditions, and brought back."""

from datetime import timedelta

import pytest
from django.db.models import Sum

from civic.abuse.invalidating import begin, count_first, undo
from civic.abuse.models import Meant, State, Touched
from civic.abuse.noting import note_deed
from civic.abuse.selecting import Conditions
from civic.ballots.counting import counted
from civic.ballots.models import AsidePaper, Paper, Voter
from civic.ballots.queries import vote_of
from civic.journeys import balloting
from civic.journeys.ballot import vote, withdraw_vote
from civic.journeys.comment import comment, support_comment, withdraw_comment_support
from civic.journeys.debate import opine, support_opinion, withdraw_opinion_support
from civic.ledger.checking import check
from civic.ledger.models import Entry
from civic.ledger.receipts import standing_of
from civic.ledger.sealing import seal
from civic.processes.kinds import Deed
from civic.restraints.models import Aside
from platform_core.access import Refused
from platform_core.access.sources import network_key, whence
from tests.civic.abuse.test_invalidating import now, run
from tests.civic.ballots.conftest import ballot, numbers, rules_of_vote  # noqa: F401
from tests.civic.debates.conftest import debate  # noqa: F401
from tests.civic.proposals.conftest import moderator, process  # noqa: F401
from tests.fixtures.people import new_citizen

BAD, HOME = "198.51.100.9", "203.0.113.7"


@pytest.fixture
def people(haneul):
    """Three at home, and four behind one network."""
    return [new_citizen(f"이웃 {number}") for number in range(7)]


def ask(said, administrator, **asked):
    asked = asked or {"networks": (network_key(BAD),)}
    row = count_first(said=said, asked=Conditions(**asked), reason="한 곳에서", by=administrator, at=now())
    begin(invalidation=row, by=administrator, at=now())
    run(row)
    return row


def steps_of(kind):
    return Entry.objects.filter(kind=kind).aggregate(n=Sum("step"))["n"] or 0


def from_where(deed, item, people):
    for place, one in enumerate(people):
        address = HOME if place < 3 else BAD
        note_deed(deed=deed, item=item, person=one.pk, whence=whence(address), at=now())


def commented(make_proposal, debate, people):  # noqa: F811
    item = make_proposal()
    said = comment(proposal=item, citizen=new_citizen("글쓴이"), body="좋은 생각입니다.", at=now())
    for one in people:
        support_comment(comment=said, citizen=one, at=now())
    from_where("comment_support", item.pk, people)
    again = lambda who: support_comment(comment=said, citizen=who, at=now())  # noqa: E731
    return item.pk, said, again, lambda who: withdraw_comment_support(comment=said, citizen=who, at=now())


def discussed(make_proposal, debate, people):  # noqa: F811
    held = debate()
    said = opine(debate=held, author=new_citizen("글쓴이"), side="pro", body="찬성합니다.", at=now())
    for one in people:
        support_opinion(opinion=said, citizen=one, at=now())
    from_where("opinion_support", held.item_id, people)
    again = lambda who: support_opinion(opinion=said, citizen=who, at=now())  # noqa: E731
    return (
        held.item_id,
        said,
        again,
        lambda who: withdraw_opinion_support(opinion=said, citizen=who, at=now()),
    )


@pytest.mark.parametrize(("scene", "kind"), [(commented, Meant.COMMENT), (discussed, Meant.OPINION)])
def test_supports_of_what_was_said_go_and_come_back(
    scene,
    kind,
    make_proposal,
    debate,  # noqa: F811
    people,
    administrator,
    settings,
    tmp_path,
):
    settings.MEDIA_ROOT = str(tmp_path)
    item, said, again, back = scene(make_proposal, debate, people)

    def shown():
        said.refresh_from_db()
        return said.support_count, said.supports.count(), steps_of(str(kind))

    assert shown() == (7, 7, 7)
    row = ask(kind, administrator)
    assert (row.state, row.done, shown()) == (State.DONE, 4, (3, 3, 3))
    assert Touched.objects.get().proposal_id == item
    assert not again(people[6])
    assert [one.kind for one in standing_of(people[6].pk)] == [f"{kind}_out"]
    assert back(people[5])
    undo(invalidation=row, reason="착오", by=administrator, at=now())
    run(row)
    assert (row.state, row.done, shown()) == (State.UNDONE, 1, (6, 6, 6))
    assert not Aside.objects.exists()
    seal(at=now())
    assert check(at=now()).findings == []


def test_votes_go_and_come_back_and_nobody_learns_what_was_chosen(
    ballot,  # noqa: F811
    people,
    administrator,
    settings,
    tmp_path,
):
    settings.MEDIA_ROOT = str(tmp_path)
    held = ballot(rules_of_vote(), may_withdraw=True)
    yes, no = numbers(held)
    for place, one in enumerate(people):
        vote(ballot=held, person=one, chosen=[yes if place < 3 else no])
    from_where(Deed.VOTE, held.item_id, people)
    vote(ballot=held, person=people[0], chosen=[no])
    vote(ballot=held, person=people[0], chosen=[yes])
    withdraw_vote(ballot=held, person=people[1])
    assert Entry.objects.filter(kind="vote").count() == 8, (
        "a paper that was changed is the same participation"
    )
    before = set(Paper.objects.values_list("pk", "key"))
    row = ask(Meant.VOTE, administrator)
    count = counted(held)
    assert (row.done, count.people, count.of(yes), count.of(no)) == (4, 2, 2, 0)
    assert Voter.objects.count() == Paper.objects.count() == 2
    # Nothing in the paper says by which decision, or whose it is.
    assert {name.name for name in AsidePaper._meta.get_fields()} == {"id", "ballot", "key", "choices"}
    with pytest.raises(Refused) as refusal:
        vote(ballot=held, person=people[6], chosen=[yes])
    assert refusal.value.verdict.code == "taken_out"
    undo(invalidation=row, reason="착오", by=administrator, at=now())
    run(row)
    assert set(Paper.objects.values_list("pk", "key")) == before
    assert (counted(held).people, vote_of(people[6], held).chosen) == (6, (no,))
    assert not AsidePaper.objects.exists()
    seal(at=now())
    assert check(at=now()).findings == []


def test_a_published_result_stays_as_it_was_published(ballot, people, administrator):  # noqa: F811
    held = ballot(rules_of_vote())
    yes, _no = numbers(held)
    for one in people:
        vote(ballot=held, person=one, chosen=[yes])
    row = ask(Meant.VOTE, administrator, people=(people[0].pk,), items=(held.item_id,))
    balloting.tell_final_votes([held.item], now() + timedelta(days=20))
    held.refresh_from_db()
    assert held.counted_at is not None and held.result["people"] == 6
    with pytest.raises(Refused) as refusal:
        undo(invalidation=row, reason="착오", by=administrator, at=now())
    assert refusal.value.verdict.code == "counted_already"
    late = count_first(
        said=Meant.VOTE, asked=Conditions(items=(held.item_id,)), reason="늦게", by=administrator, at=now()
    )
    assert late.expected == 0
