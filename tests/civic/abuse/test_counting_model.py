"""Whatever people and administrators do, in any order: counts are what a few lines of arithmetic say, the ledger says
the same, and each of its checkpoints is a beginning of the next (I2 to I4, I8, I10).

Small by default; `COUNTING_EXAMPLES=2000` draws as many random histories (about ten minutes).
"""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.abuse.invalidating import begin, carry_on, count_first, undo
from civic.abuse.limiting import lift_quietly, limit_quietly
from civic.abuse.selecting import Conditions
from civic.journeys.merge import carry_support
from civic.journeys.settle import count_and_settle
from civic.journeys.support import give_support, withdraw_support
from civic.ledger.checking import check
from civic.ledger.models import Entry, Opening
from civic.ledger.sealing import seal
from civic.proposals.counting import exact_count, find_differences
from civic.proposals.models import Merger, Proposal, ProposalStat, Said, SetAside, Support
from platform_core.access import Refused
from platform_core.accounts.actions import withdraw_from
from platform_core.accounts.models import User
from platform_core.events.actions import announce_pending

PEOPLE, ITEMS = 4, 2
EXAMPLES = int(os.environ.get("COUNTING_EXAMPLES", "8"))
WHO, ITEM = st.integers(0, PEOPLE - 1), st.integers(0, ITEMS - 1)
SOME = st.frozensets(WHO, min_size=1)
DEEDS = st.one_of(
    st.tuples(st.sampled_from(["support", "withdraw"]), WHO, ITEM),
    st.tuples(st.just("carry"), WHO),
    st.tuples(st.sampled_from(["limit", "erase"]), WHO),
    st.tuples(st.just("lift"), WHO, st.booleans()),
    st.tuples(st.just("invalidate"), SOME, st.integers(0, 3)),
    st.tuples(st.sampled_from(["go_on", "undo", "count", "seal"])),
)


class Both:
    """The city and the model side by side. In the model a support is who, what: and whether it counts, or why not."""

    def __init__(self, items, people, administrator, merger) -> None:
        self.items, self.people, self.administrator, self.merger = items, people, administrator, merger
        self.model: dict[tuple[int, int], str] = {}
        self.limited: set[int] = set()
        self.gone: set[int] = set()
        # The one that is under way or done: number, whom it means, which rows it has taken.
        self.row = None
        self.means: list[tuple[int, int]] = []

    def do(self, name, *what) -> None:
        getattr(self, name)(*what)
        for place, item in enumerate(self.items):
            expected = {who for (who, where), why in self.model.items() if where == place and why == "counts"}
            rows = Support.objects.filter(proposal=item)
            assert {one.citizen_id for one in rows} == {self.people[who].pk for who in expected}, (name, what)
            assert exact_count(item) == len(expected), (name, what)
            aside = SetAside.objects.filter(proposal=item).values_list("citizen_id", flat=True)
            # I2: whatever was said was said once, on one side of the line.
            assert not set(aside) & set(rows.values_list("citizen_id", flat=True))
        assert find_differences() == [], (name, what)
        stats = ProposalStat.objects.filter(proposal__in=self.items).order_by("pk")
        assert all(0 <= stat.verified_count <= stat.support_count for stat in stats)

    def support(self, who, where) -> None:
        if who in self.gone:
            return
        new = give_support(proposal=self.items[where], citizen=self.people[who])
        assert new == ((who, where) not in self.model)
        if new:
            self.model[who, where] = "quiet" if who in self.limited else "counts"

    def withdraw(self, who, where) -> None:
        if who in self.gone:
            return
        done = withdraw_support(proposal=self.items[where], citizen=self.people[who])
        assert done == (self.model.pop((who, where), None) is not None)

    def carry(self, who) -> None:
        """My support of the second counts for the first."""
        if who in self.gone:
            return
        try:
            carry_support(merger=self.merger, citizen=self.people[who], at=timezone.now())
        except Refused:
            assert (who, 1) not in self.model
            return
        self.model.setdefault((who, 0), "quiet" if who in self.limited else "counts")

    def limit(self, who) -> None:
        if who in self.limited or who in self.gone:
            return
        words = {"days": 9, "ground": "repeated", "reason": "까닭", "by": self.administrator}
        limit_quietly(person=self.people[who], at=timezone.now(), **words)
        self.limited.add(who)

    def lift(self, who, gives_back) -> None:
        if who not in self.limited:
            return
        limit = self.people[who].restraints.get(lifted_at=None)
        words = {"gives_back": gives_back, "reason": "까닭", "by": self.administrator, "at": timezone.now()}
        assert lift_quietly(restraint=limit, **words)
        self.limited.discard(who)
        for key, why in self.model.items():
            if gives_back and key[0] == who and why == "quiet" and self._since(limit, key):
                self.model[key] = "counts"

    def _since(self, limit, key) -> bool:
        row = Support.objects.get(proposal=self.items[key[1]], citizen=self.people[key[0]])
        return row.given_at >= limit.begins_at

    def erase(self, who) -> None:
        """Who leaves takes the name along; what they supported stays as it was."""
        if who in self.gone:
            return
        assert withdraw_from(user=self.people[who], keep_writings=True, at=timezone.now())
        announce_pending()
        person = User.objects.get(pk=self.people[who].pk)
        assert not person.is_active and str(who) not in person.name
        self.gone.add(who)

    def invalidate(self, whom, portions) -> None:
        if self.row is not None:
            return
        asked = Conditions(people=tuple(self.people[who].pk for who in sorted(whom)))
        words = {"said": Said.SUPPORT, "reason": "한 사람", "by": self.administrator, "at": timezone.now()}
        self.row = count_first(asked=asked, **words)
        meant = [key for key, why in self.model.items() if key[0] in whom and why == "counts"]
        assert self.row.expected == len(meant)
        self.means = meant
        begin(invalidation=self.row, by=self.administrator, at=timezone.now())
        for _portion in range(portions):
            self._portion()

    def _portion(self) -> None:
        carry_on(pk=self.row.pk, at=timezone.now(), most=1)
        taken = SetAside.objects.filter(invalidation=self.row.pk).values_list("citizen_id", "proposal_id")
        numbers = {one.pk: place for place, one in enumerate(self.people)}
        places = {one.pk: place for place, one in enumerate(self.items)}
        for citizen, item in taken:
            key = (numbers[citizen], places[item])
            # Only what was meant, and only what counted, is ever taken.
            assert key in self.means
            self.model[key] = "invalid"

    def go_on(self) -> None:
        if self.row is not None:
            for _portion in range(PEOPLE * ITEMS + 1):
                self._portion()
            self.row.refresh_from_db()
            assert self.row.state == "done"

    def undo(self) -> None:
        if self.row is None:
            return
        undo(invalidation=self.row, reason="착오", by=self.administrator, at=timezone.now())
        while carry_on(pk=self.row.pk, at=timezone.now(), most=1):
            pass
        self.row.refresh_from_db()
        assert (self.row.state, self.row.done >= 0) == ("undone", True)
        for key, why in self.model.items():
            if why == "invalid":
                self.model[key] = "counts"
        self.row, self.means = None, []

    def count(self) -> None:
        count_and_settle(at=timezone.now())

    def seal(self) -> None:
        seal(at=timezone.now())

    def entered(self) -> None:
        """At rest: given less gone is what counts, and everything that was sealed on the way is there still."""
        for item in self.items:
            said = Entry.objects.filter(kind="support", counts=True, item=item.pk)
            assert (said.aggregate(n=Sum("step"))["n"] or 0) == exact_count(item)
        self.seal()
        assert check(at=timezone.now()).findings == []
        assert not Opening.objects.filter(person__in=[self.people[who].pk for who in self.gone]).exists()


class _BackToTheBeginning(Exception):
    pass


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(deeds=st.lists(DEEDS, min_size=6, max_size=24))
def test_counts_are_what_the_model_says_after_every_deed(city, deeds):
    try:
        with transaction.atomic():
            both = Both(*city)
            for deed in deeds:
                both.do(*deed)
            both.entered()
            raise _BackToTheBeginning
    except _BackToTheBeginning:
        pass


@pytest.fixture
def city(make_proposal, make_citizen, administrator, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    made = [make_proposal(ago=timedelta(hours=2)) for _number in range(ITEMS)]
    items = [Proposal.objects.get(pk=one.pk) for one in made]
    people = [make_citizen(f"시민 {number}") for number in range(PEOPLE)]
    merger = Merger.objects.create(
        kept=items[0], merged=items[1], stage_key="gathering", reason="같은 것", at=timezone.now()
    )
    return items, people, administrator, merger
