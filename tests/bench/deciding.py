"""What it costs to decide what somebody may do with each item of a list.

    python -m tests.bench.deciding [--rounds 200]

Seconds. Every preset's rules in turn, twenty proposals in different stages and at different times, seven deeds
each, by a reader of whom nothing was read yet, as in every request; beside it a loop over the same that decides
nothing. Processor time of this process alone, so it holds on a machine that is busy with other things.
"""

import argparse
import sys
import time
from copy import copy
from datetime import timedelta
from statistics import median

from tests.bench.stack import whole_stack

ITEMS = 20
WANTED_MILLISECONDS = 1.0
# Who they are (four), and how often they have commented (two), whichever item first asks for it.
OF_THE_READER = 6


def measure(rounds: int) -> bool:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from platform_core.accounts.models import User
    from tenants.context import institution_context
    from tests.bench.cities import open_city

    city = open_city("list.localhost", people=5)
    at, worst, deciding = timezone.now(), 0.0, _deeds()
    nothing = (lambda _person, _item, _at: True,) * len(deciding)
    with institution_context(city):
        reader = User.objects.order_by("pk")[0]
        for key, items in _lists(at):
            _cpu_of(deciding, copy(reader), items, at)  # after which the rules are remembered
            with CaptureQueriesContext(connection) as for_one:
                _cpu_of(deciding, copy(reader), items[:1], at)
            with CaptureQueriesContext(connection) as for_all:
                _cpu_of(deciding, copy(reader), items, at)
            taken = [_cpu_of(deciding, copy(reader), items, at) for _round in range(rounds)]
            empty = [_cpu_of(nothing, copy(reader), items, at) for _round in range(rounds)]
            per_item, loop = (median(those) * 1000 / ITEMS for those in (taken, empty))
            worst = max(worst, per_item)
            print(
                f"{key:22} {per_item:.3f} ms CPU per item, an empty loop {loop:.4f};"
                f" queries: {len(for_all)}, for one item {len(for_one)}"
            )
            if len(for_all) > max(len(for_one), OF_THE_READER):
                return False
    print(
        f"the dearest: {worst:.3f} ms per item for {len(deciding)} deeds (wanted: under {WANTED_MILLISECONDS})"
    )
    return worst < WANTED_MILLISECONDS


def _deeds():  # type: ignore[no-untyped-def]
    from civic.proposals import rules

    return (
        rules.may_support,
        rules.may_withdraw_support,
        rules.may_dislike,
        rules.may_withdraw_dislike,
        rules.may_comment,
        rules.may_edit,
        rules.may_withdraw,
    )


def _cpu_of(deeds, person, items, at) -> float:  # type: ignore[no-untyped-def]
    from civic.proposals.limiting import limits_asked_once

    began = time.process_time()
    with limits_asked_once():
        for item in items:
            for may in deeds:
                may(person, item, at)
    return time.process_time() - began


def _lists(at):  # type: ignore[no-untyped-def]
    """Twenty items under the rules of each preset."""
    from civic.processes.actions import publish_rules
    from civic.processes.models import Process
    from civic.processes.presets import preset, preset_keys
    from civic.proposals.models import Proposal

    for key in preset_keys():
        process = Process.objects.create(key=f"bench-{key}", name=key)
        version = publish_rules(process=process, document=preset(key).document, reason=key, by=None, at=at)
        stages = version.rules.stages
        yield (
            key,
            [
                Proposal(
                    pk=number,
                    process_version=version,
                    stage=stages[number % len(stages)].kind,
                    stage_key=stages[number % len(stages)].key,
                    closes_at=at + timedelta(days=number - ITEMS // 2),
                    stage_ends_at=at + timedelta(days=number - ITEMS // 2),
                )
                for number in range(ITEMS)
            ],
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    arguments = parser.parse_args()
    with whole_stack():
        reached = measure(arguments.rounds)
    sys.exit(0 if reached else 1)
