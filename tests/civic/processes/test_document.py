"""What cannot be a set of rules is refused when it is published, not when it is counted by."""

import copy

import pytest

from civic.processes.document import RefusalCode, RulesError, parse_rules
from civic.processes.document.reading import Reader
from civic.processes.kinds import Dismissal
from civic.processes.presets import preset

FIRST_FORMAT = {
    "window_days": 30,
    "rescue": "committee",
    "stages": [
        {"kind": kind, "label": {"ko": kind}}
        for kind in ("gathering", "reviewing", "answering", "carrying_out", "closed")
    ],
    "thresholds": [
        {"key": "answer", "count": 50, "effect": "owe_answer"},
        {"key": "head", "count": 1000, "effect": "head_answers"},
    ],
    "answer": {"days": 20, "unit": "working", "extensions": 1, "extension_days": 10},
}


def changed(path, value):
    """seoul_like with one thing otherwise: `changed("stages.0.window.days", 0)`."""
    document = copy.deepcopy(preset("seoul_like").document)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = document
    for part in way:
        place = place[part]
    place[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("stages.0.gates.0.key", "x" * 41),
        ("stages.0.gates.0.key", ""),
        ("stages.0.gates.0.key", 7),
        ("stages.0.gates.0.to", "nowhere"),
        ("stages.1.ways", {"assigned": "gathering"}),
        ("stages.0.gates.0.when.at_least", 0),
        ("stages.0.gates.0.when.at_least", True),
        ("stages.0.gates.0.when.counter", "likes"),
        ("stages.0.window.days", 0),
        ("stages.0.window.days", 10**9),
        ("stages.0.windw", {}),
        ("stages.0.label", ["모으는 중"]),
        ("answers.department.days", "스무 날"),
        ("answers.department.unit", "weeks"),
        ("answers.department.extension_days", 0),
        ("rescue.by", "anybody"),
        ("rescue.to", "nowhere"),
        ("limits.0.days", 0),
        ("track", "lottery"),
        ("format", 3),
        ("stages", []),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(path, value):
    with pytest.raises(RulesError) as refused:
        parse_rules(changed(path, value))
    assert refused.value.path and refused.value.sentence


@pytest.mark.parametrize("document", [None, [], "rules", {}, {"stages": [None]}, {"format": 2, "stages": 5}])
def test_what_is_no_document_is_refused_in_words(document):
    with pytest.raises(RulesError):
        parse_rules(document)


@pytest.mark.parametrize("share", ["1e-999999999", "1_0/2_0", "1/" + "9" * 400, "-1/2", "0.5/2", "", "½"])
def test_what_is_no_share_is_refused_before_it_is_worked_out(share):
    """“1e-999999999” has a billion digits: to work it out holds up everybody's pages."""
    with pytest.raises(RulesError):
        Reader({"share": share}).share("share")


def test_the_same_key_twice_is_refused():
    document = changed("stages.0.gates.1.key", "answer")
    with pytest.raises(RulesError, match="answer"):
        parse_rules(document)


def test_a_document_of_the_first_format_is_read_as_it_was_meant():
    rules = parse_rules(FIRST_FORMAT)
    assert [threshold.count for threshold in rules.thresholds] == [50, 1000]
    assert (rules.window_days, rules.rescue) == (30, "committee")
    assert (rules.answer.days, rules.answer.extension_days) == (20, 10)
    assert [stage.key for stage in rules.stages] == [stage["kind"] for stage in FIRST_FORMAT["stages"]]
    assert rules.gates["answer"].to == "reviewing"


@pytest.mark.parametrize("lost", ["window_days", "answer", "stages"])
def test_a_document_of_the_first_format_that_lacks_something_is_refused(lost):
    with pytest.raises(RulesError):
        parse_rules({name: value for name, value in FIRST_FORMAT.items() if name != lost})


def test_a_reason_in_another_tongue_is_read_rather_than_a_key():
    reason = RefusalCode("in_court", Dismissal.REFUSED, (("ko", "재판 중인 것"),))
    assert (reason.label("ko"), reason.label("en")) == ("재판 중인 것", "재판 중인 것")
    assert RefusalCode("in_court", Dismissal.REFUSED, ()).label("en") == "in_court"
