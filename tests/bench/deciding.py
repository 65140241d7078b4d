"""What it costs to decide what somebody may do with each item of a list.

    python -m tests.bench.deciding [--rounds 200]

Seconds. Every preset's rules in turn, twenty proposals in different stages and at different times, three deeds
each; processor time of this process alone, so it holds on a machine that is busy with other things.
"""

import argparse
import sys
import time
from datetime import timedelta
from statistics import median

from tests.bench.stack import whole_stack

ITEMS = 20
WANTED_MILLISECONDS = 1.0


def measure(rounds: int) -> bool:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from civic.processes.persons import persona_of
    from civic.proposals import rules
    from platform_core.accounts.models import User
    from tenants.context import institution_context
    from tests.bench.cities import open_city

    city = open_city("list.localhost", people=5)
    at, worst = timezone.now(), 0.0
    with institution_context(city):
        person = User.objects.order_by("pk")[0]
        for key, items in _lists(at):
            deeds = (rules.may_support, rules.may_dislike, rules.may_comment)
            # What is known of the person is read once, whatever the list; the rules are remembered.
            persona_of(person)
            _cpu_of(deeds, person, items, at)
            with CaptureQueriesContext(connection) as captured:
                taken = [_cpu_of(deeds, person, items, at) for _round in range(rounds)]
            per_item = median(taken) * 1000 / ITEMS
            worst = max(worst, per_item)
            print(f"{key:22} {per_item:.3f} ms CPU per item, {len(captured)} queries")
            if len(captured):
                return False
    print(f"the dearest: {worst:.3f} ms per item for three deeds (wanted: under {WANTED_MILLISECONDS})")
    return worst < WANTED_MILLISECONDS


def _cpu_of(deeds, person, items, at) -> float:  # type: ignore[no-untyped-def]
    began = time.process_time()
    for item in items:
        for may in deeds:
            may(person, item, at)
    return time.process_time() - began


def _lists(at):  # type: ignore[no-untyped-def]
    """Twenty items under the rules of each preset that limits nobody: limits are asked of the person, not the item."""
    from civic.processes.actions import publish_rules
    from civic.processes.models import Process
    from civic.processes.presets import preset, preset_keys
    from civic.proposals.models import Proposal

    for key in preset_keys():
        process = Process.objects.create(key=f"bench-{key}", name=key)
        version = publish_rules(process=process, document=preset(key).document, reason=key, by=None, at=at)
        if version.rules.limits:
            continue
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
