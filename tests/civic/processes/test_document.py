"""What cannot be a set of rules is refused when it is published, not when it is counted by."""

import copy

import pytest

from civic.processes.document import RulesError, parse_rules
from civic.processes.presets import preset


def changed(**first_threshold):
    document = copy.deepcopy(preset("seoul_like").document)
    document["thresholds"][0].update(first_threshold)
    return document


@pytest.mark.parametrize("key", ["x" * 41, "", 7, None])
def test_a_threshold_has_a_key_that_can_be_kept(key):
    with pytest.raises(RulesError):
        parse_rules(changed(key=key))


def test_labels_that_are_no_labels_are_refused_in_words():
    document = changed()
    document["stages"][0]["label"] = ["모으는 중"]
    with pytest.raises(RulesError):
        parse_rules(document)
