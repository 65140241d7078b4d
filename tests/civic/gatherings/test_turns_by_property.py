"""Places and turns against a model simple enough to be right: lists and a number."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from civic.gatherings.kinds import State
from civic.gatherings.models import Gathering, SignUp
from civic.gatherings.places import hold, pass_on
from civic.gatherings.signing import Guest, accept, leave, sign_up_by_phone
from platform_core.access import Refused

ACTS = st.lists(
    st.one_of(
        st.just(("come", 0)),
        st.just(("come", 0)),
        st.tuples(st.just("leave"), st.integers(0, 30)),
        st.tuples(st.just("accept"), st.integers(0, 30)),
        st.tuples(st.just("capacity"), st.integers(0, 6)),
        st.tuples(st.just("hours"), st.integers(1, 30)),
    ),
    min_size=4,
    max_size=25,
)


@dataclass
class Model:
    """Who holds a place, who waits in which order, who is out. Numbers are people, in the order they came."""

    capacity: int
    hour: int = 0
    going: set[int] = field(default_factory=set)
    offered: dict[int, int] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)
    out: dict[int, State] = field(default_factory=dict)
    people: int = 0

    def settle(self) -> None:
        for person, until in list(self.offered.items()):
            if self.hour >= until:
                del self.offered[person]
                self.out[person] = State.LAPSED
        while self.waiting and len(self.going) + len(self.offered) < self.capacity:
            self.offered[self.waiting.pop(0)] = self.hour + 24

    def come(self) -> None:
        self.settle()
        person, self.people = self.people, self.people + 1
        if not self.waiting and len(self.going) + len(self.offered) < self.capacity:
            self.going.add(person)
        else:
            self.waiting.append(person)

    def leave(self, person: int) -> None:
        if person in self.going:
            self.going.remove(person)
        elif person in self.offered:
            del self.offered[person]
        elif person in self.waiting:
            self.waiting.remove(person)
        else:
            return
        self.out[person] = State.CANCELLED
        self.settle()

    def accept(self, person: int) -> None:
        if person in self.offered and self.hour < self.offered[person]:
            del self.offered[person]
            self.going.add(person)

    def states(self) -> list[str]:
        def state(person: int) -> str:
            if person in self.going:
                return State.GOING
            if person in self.offered:
                return State.OFFERED
            return State.WAITING if person in self.waiting else self.out[person]

        return [state(person) for person in range(self.people)]


def test_places_and_turns_are_those_of_the_simple_model(haneul, make_gathering, make_staff):
    staff, start = make_staff(), timezone.now()

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @example(capacity=0, acts=[("come", 0), ("come", 0), ("capacity", 1)])
    @example(
        capacity=1, acts=[("come", 0), ("come", 0), ("come", 0), ("leave", 0), ("hours", 24), ("come", 0)]
    )
    @given(capacity=st.integers(0, 4), acts=ACTS)
    def check(capacity, acts):
        gathering = make_gathering(
            by=staff, capacity=capacity, begins_at=start + timedelta(days=60), ends_at=start + timedelta(days=61),
            signup_closes_at=start + timedelta(days=59), kept_until=(start + timedelta(days=70)).date(),
        )  # fmt: skip
        model, signups = Model(capacity), []
        for act, number in acts:
            at = start + timedelta(hours=model.hour)
            number = number % len(signups) if act in ("leave", "accept") and signups else number
            one = signups[number] if number < len(signups) else None
            if act == "come":
                who = Guest(f"사람 {len(signups)}", phone=f"010{len(signups):08}")
                signups.append(sign_up_by_phone(gathering=gathering, guest=who, by=staff, at=at))
                model.come()
            elif act == "leave" and one:
                quietly(leave, one, at)
                model.leave(number)
            elif act == "accept" and one:
                quietly(accept, one, at)
                model.accept(number)
            elif act == "capacity":
                Gathering.objects.filter(pk=gathering.pk).update(capacity=number)
                pass_on(held=hold(gathering), at=at)
                model.capacity = number
                model.settle()
            elif act == "hours":
                model.hour += number
        states = SignUp.objects.filter(gathering=gathering).order_by("turn").values_list("state", flat=True)
        assert list(states) == model.states()

    check()


def quietly(deed, signup, at):
    with suppress(Refused):
        deed(signup=signup, at=at)
