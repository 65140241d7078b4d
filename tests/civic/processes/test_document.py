"""What cannot be a set of rules is refused when it is published, not when it is counted by."""

import copy
import json

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


def test_the_order_of_keys_means_nothing():
    """The database keeps documents without it: what the department owes must not become what the head owes."""
    document = copy.deepcopy(preset("seoul_2020").document)
    kept = json.loads(json.dumps(document, sort_keys=True, default=str))
    turned = {key: kept[key] for key in reversed(kept)}
    turned["answers"] = dict(reversed(kept["answers"].items()))
    assert parse_rules(kept) == parse_rules(turned) == parse_rules(document)
    assert parse_rules(turned).answer.by == "department"
