"""Random documents that are valid: whatever an administrator might come to compose."""

from typing import Any

from hypothesis import strategies as st

from civic.processes.kinds import (
    ANSWERED,
    OUTCOMES,
    TIMED,
    CountedFrom,
    Counter,
    DayUnit,
    Deed,
    Effect,
    Expiry,
    Judged,
    StageKind,
    Visibility,
)

KINDS = [kind for kind in StageKind if kind != StageKind.CLOSED]
COUNTS = st.sampled_from([1, 2, 5, 10])


def plain_counts() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"counter": st.sampled_from([c.value for c in Counter]), "at_least": COUNTS})


def proportions() -> st.SearchStrategy[dict[str, Any]]:
    bound = st.sampled_from([{"more_than": "1/2"}, {"at_least": "2/3"}, {"at_least": "1"}])
    return bound.map(lambda bound: {"part": "in_favour", "of": "votes", **bound})


def tops() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from([1, 3]).map(lambda places: {"top": places, "by": "support"})


def shares() -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(["1/200", "1/70", "0.03"]).map(
        lambda share: {"counter": "support", "share_of": "people", "at_least": share}
    )


def conditions() -> st.SearchStrategy[dict[str, Any]]:
    simple = plain_counts() | proportions() | tops() | shares() | st.just({"always": True})
    return simple | st.builds(
        lambda word, several: {word: several},
        st.sampled_from(["all", "any"]),
        st.lists(simple, min_size=1, max_size=3),
    )


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6))
    keys = [f"{kind.value}_{number}" for number, kind in enumerate(kinds)] + ["closed"]
    stages = [draw(_stages(kind, place, keys)) for place, kind in enumerate(kinds)]
    return {
        "format": 2,
        "stages": [*stages, {"key": "closed", "kind": "closed"}],
        "answers": {
            "department": {"days": draw(COUNTS), "unit": draw(st.sampled_from(["working", "calendar"]))},
            "head": {"days": 10, "unit": "calendar"},
        },
        "populations": [{"key": "people", "people": 400}],
        "rescue": _rescue(kinds, draw),
        "counting": {"dislike": draw(st.booleans()), "offline_counts": draw(st.booleans())},
    }


def _rescue(kinds: list[StageKind], draw: st.DrawFn) -> dict[str, Any]:
    possible = any(kind in ANSWERED for kind in kinds)
    return {"by": draw(st.sampled_from(["none", "committee"])) if possible else "none"}


@st.composite
def _stages(draw: st.DrawFn, kind: StageKind, place: int, keys: list[str]) -> dict[str, Any]:
    later = keys[place + 1 :]
    stage: dict[str, Any] = {
        "key": keys[place],
        "kind": kind.value,
        "visibility": draw(st.sampled_from([one.value for one in Visibility])),
        "without": draw(st.lists(st.sampled_from([deed.value for deed in Deed]), max_size=2)),
        "ways": {outcome.value: draw(st.sampled_from(later)) for outcome in OUTCOMES.get(kind, ())},
        "hand_moves": draw(st.lists(st.sampled_from(later), max_size=1)),
    }
    if kind in TIMED:
        stage["window"] = {
            "days": draw(COUNTS),
            "unit": draw(st.sampled_from([unit.value for unit in DayUnit])),
            "counted_from": draw(st.sampled_from([start.value for start in CountedFrom])),
        }
        stage["gates"] = [draw(_gates(f"{keys[place]}_{n}", later)) for n in range(draw(st.integers(0, 3)))]
        stage["otherwise"] = draw(_otherwise(later))
    return stage


@st.composite
def _gates(draw: st.DrawFn, key: str, later: list[str]) -> dict[str, Any]:
    to = draw(st.sampled_from(["", *later]))
    effects = draw(
        st.lists(st.sampled_from([e.value for e in Effect]), min_size=not to, max_size=2, unique=True)
    )
    gate: dict[str, Any] = {"key": key, "when": draw(conditions()), "effects": effects, "to": to}
    if draw(st.booleans()):
        gate["judged"] = Judged.END.value
    return gate


def _otherwise(later: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    ends = [{"how": how.value} for how in (Expiry.CLOSE, Expiry.ARCHIVE, Expiry.MONTHLY_LIST)]
    return st.sampled_from([*ends, *({"how": "go_on", "to": key} for key in later)])
