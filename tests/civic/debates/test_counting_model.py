"""Whatever people and moderators do, in any order: the votes are what a few lines of arithmetic say."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civic.debates.counting import numbers_of, recount
from civic.debates.models import CurrentVote, Opinion, Side
from civic.journeys.debate import (
    edit_opinion,
    erase_opinions,
    hide_opinion,
    opine,
    opine_on_paper,
    show_opinion,
    withdraw_opinion,
)
from platform_core.access import Refused

PEOPLE = 3
WHO = st.integers(0, PEOPLE - 1)
WHICH = st.integers(0, 30)
DEEDS = st.one_of(
    st.tuples(st.just("opine"), WHO, st.sampled_from(Side.values), st.sampled_from(["", "말"])),
    st.tuples(st.just("reply"), WHO, WHICH),
    st.tuples(st.just("paper"), st.none() | WHO, st.sampled_from(Side.values)),
    st.tuples(st.sampled_from(["edit", "hide", "show", "withdraw"]), WHICH),
    st.tuples(st.just("erase"), WHO),
    st.tuples(st.just("recount")),
)


@dataclass(eq=False)
class Said:
    """One opinion, as the model knows it. `who`: a person, or one of its own for each sheet."""

    who: object
    side: str
    body: str
    standing: str = "open"
    is_reply: bool = False
    is_offline: bool = False


@dataclass
class Model:
    said: list[Said] = field(default_factory=list)

    def votes(self) -> dict[object, Said]:
        return {one.who: one for one in self.said if one.standing == "open" and not one.is_reply}

    def numbers(self) -> tuple[int, ...]:
        votes = self.votes().values()
        sides = Counter(one.side for one in votes)
        words = sum(one.standing == "open" and one.body != "" for one in self.said)
        offline = sum(one.is_offline for one in votes)
        return sides["pro"], sides["con"], sides["other"], len(votes), words, offline


class Both:
    """The debate and its model, side by side."""

    def __init__(self, debate, people, moderator) -> None:
        self.debate, self.people, self.moderator = debate, people, moderator
        self.model = Model()
        self.ids: list[int] = []
        self.at = timezone.now()

    def do(self, name, *what) -> None:
        self.at += timedelta(minutes=2)  # each in a breath of its own
        getattr(self, name)(*what)
        numbers = numbers_of(self.debate)
        shown = (
            numbers.pro,
            numbers.con,
            numbers.other,
            numbers.participants,
            numbers.opinions,
            numbers.offline,
        )
        assert shown == self.model.numbers(), (name, what)
        kept = set(CurrentVote.objects.filter(debate=self.debate).values_list("opinion_id", "side"))
        votes = self.model.votes().values()
        assert kept == {(self.ids[self.model.said.index(one)], one.side) for one in votes}, (name, what)

    def opine(self, who, side, body) -> None:
        written = opine(debate=self.debate, author=self.people[who], side=side, body=body, at=self.at)
        self._note(written, Said(who, side, body))

    def reply(self, who, which) -> None:
        parent = self._pick(which)
        if parent is None:
            return
        if self.model.said[self.ids.index(parent.pk)].standing != "open":
            with pytest.raises(Refused):
                opine(debate=self.debate, author=self.people[who], body="답", at=self.at, parent=parent)
            return
        written = opine(debate=self.debate, author=self.people[who], body="답", at=self.at, parent=parent)
        self._note(written, Said(who, "", "답", is_reply=True))

    def paper(self, who, side) -> None:
        author = None if who is None else self.people[who]
        written = opine_on_paper(
            debate=self.debate, author=author, side=side, body="", entered_by=self.moderator, at=self.at
        )
        self._note(written, Said(object() if who is None else who, side, "", is_offline=True))

    def edit(self, which) -> None:
        opinion = self._pick(which)
        if opinion is None or opinion.author is None:
            return
        said = self.model.said[self.ids.index(opinion.pk)]
        if said.standing == "open":
            edit_opinion(opinion=opinion, author=opinion.author, body="고침", at=self.at)
            said.body = "고침"

    def hide(self, which) -> None:
        self._moderate(which, hide_opinion, "open", "hidden", reason="까닭")

    def show(self, which) -> None:
        self._moderate(which, show_opinion, "hidden", "open")

    def _moderate(self, which, verb, before, after, **more) -> None:
        opinion = self._pick(which)
        if opinion is None:
            return
        said = self.model.said[self.ids.index(opinion.pk)]
        done = verb(opinion=opinion, by=self.moderator, at=self.at, **more)
        assert done == (said.standing == before)
        if done:
            said.standing = after

    def withdraw(self, which) -> None:
        opinion = self._pick(which)
        if opinion is None or opinion.author is None:
            return
        said = self.model.said[self.ids.index(opinion.pk)]
        if said.standing == "open":
            withdraw_opinion(opinion=opinion, author=opinion.author, at=self.at)
            said.standing, said.body = "withdrawn", ""

    def erase(self, who) -> None:
        erase_opinions(author=self.people[who], most=100, at=self.at)
        for one in self.model.said:
            if one.who == who and one.standing == "open" and one.body:
                one.standing, one.body = ("withdrawn" if one.is_reply else "open"), ""
            elif one.who == who and one.standing == "hidden":
                one.standing, one.body = "withdrawn", ""

    def recount(self) -> None:
        assert not recount(self.debate, at=self.at), "nothing had drifted"

    def _pick(self, which) -> Opinion | None:
        if not self.ids:
            return None
        return Opinion.objects.select_related("author", "debate").get(pk=self.ids[which % len(self.ids)])

    def _note(self, written: Opinion, said: Said) -> None:
        self.ids.append(written.pk)
        self.model.said.append(said)


class _BackToTheBeginning(Exception):
    pass


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(deeds=st.lists(DEEDS, min_size=1, max_size=24))
def test_votes_and_numbers_are_what_the_model_says_after_every_deed(debate_of_three, deeds):
    try:
        with transaction.atomic():
            both = Both(*debate_of_three)
            for deed in deeds:
                both.do(*deed)
            raise _BackToTheBeginning
    except _BackToTheBeginning:
        pass


@pytest.fixture
def debate_of_three(debate, make_citizen, moderator):
    return debate(), [make_citizen(f"시민 {number}") for number in range(PEOPLE)], moderator
