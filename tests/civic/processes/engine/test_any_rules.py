"""Whatever valid rules an administrator composes: nobody is stranded, no gate is passed twice."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from civic.processes.document import Tally, parse_rules
from civic.processes.engine import is_open_for, steps
from civic.processes.kinds import Counter, Deed
from tests.civic.processes.engine.documents import documents
from tests.civic.processes.engine.walking import WINDOW, begin, follow, settled, ways_on, with_tally

TALLIES = st.builds(
    Tally,
    st.dictionaries(st.sampled_from(list(Counter)), st.integers(0, 12)),
    st.dictionaries(st.just(Counter.SUPPORT), st.integers(1, 5)),
)


@settings(max_examples=150, deadline=None)
@given(documents(), st.data())
def test_time_and_decisions_bring_every_item_to_its_end(document, data):
    rules = parse_rules(document)
    walk = begin(rules)
    for _turn in range(len(rules.stages) * (2 + len(rules.gates)) + 1):
        if walk.is_closed:
            break
        following = [one for one in ways_on(rules, walk) if one.happened != walk.happened]
        assert following, f"stranded in {walk.item.stage}"
        walk = data.draw(st.sampled_from(following))
    else:
        # It may pass gates without moving; time alone leads on from what has a time.
        while not walk.is_closed:
            last = list(ways_on(rules, walk))[-1]
            assert last.stages != walk.stages
            walk = last
    gates = [step.gate.key for step in walk.happened if step.gate]
    assert len(gates) == len(set(gates))


@settings(max_examples=150, deadline=None)
@given(documents(), st.lists(st.tuples(TALLIES, st.booleans()), max_size=8))
def test_asking_again_changes_nothing(document, happenings):
    """The worker may come twice, or late, or be killed in between: what was done is not due again."""
    rules = parse_rules(document)
    walk = begin(rules)
    for tally, ends in happenings:
        walk = settled(rules, with_tally(walk, tally), ends=ends)
        again = follow(rules, walk, steps(rules, walk.item, walk.at))
        passed = [step.gate.key for step in again.happened if step.gate]
        assert len(passed) == len(set(passed))
        if again.stages == walk.stages:
            assert again.happened == walk.happened


@settings(max_examples=150, deadline=None)
@given(documents(), TALLIES, st.sampled_from(list(Deed)))
def test_every_question_is_answered_with_a_reason(document, tally, deed):
    rules = parse_rules(document)
    walk = with_tally(begin(rules), tally)
    for at in (walk.at, walk.at + WINDOW, walk.at + 2 * WINDOW):
        verdict = is_open_for(rules, walk.item, deed, at)
        assert verdict.allowed or (verdict.code and str(verdict.sentence))


@settings(max_examples=100, deadline=None)
@given(documents())
def test_no_support_is_taken_from_the_first_instant_after_the_window(document):
    rules = parse_rules(document)
    walk = begin(rules)
    if walk.item.closes_at is None:
        return
    ended = replace(walk, at=walk.item.closes_at)
    assert not is_open_for(rules, ended.item, Deed.SUPPORT, ended.at).allowed
