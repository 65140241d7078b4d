"""The one statement that writes a support judges as the engine does, whatever the rules."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.utils import timezone

from civic.processes.document import parse_rules
from civic.processes.engine import Item, is_open_for
from civic.processes.kinds import COUNTING, Deed
from civic.processes.presets import preset, preset_keys
from civic.proposals.guarding import written
from civic.proposals.models import Proposal
from tests.civic.processes.random_rules import random_document

DEEDS = [Deed.SUPPORT, Deed.DISLIKE]
HOURS = [-24 * 400, -24 * 3 - 1, -25, -1, 1, 24 * 9]


def is_written(proposal, rules, deed) -> bool:
    guard = written(rules, deed)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM proposals_proposal p WHERE p.id = %(id)s AND {guard.sql})",
            {"id": proposal.pk, **guard.parameters},
        )
        return cursor.fetchone()[0]


def disagreements(proposal, document, chance):
    rules = parse_rules(document)
    for stage in rules.stages:
        for deed in DEEDS:
            now = timezone.now()
            counting = rules.counting_stage(stage.key)
            closes_at = now + timedelta(hours=chance.choice(HOURS)) if counting else None
            has_own = stage.window is not None and stage.kind not in COUNTING
            ends_at = now + timedelta(hours=chance.choice(HOURS)) if has_own else None
            Proposal.objects.filter(pk=proposal.pk).update(
                stage_key=stage.key, closes_at=closes_at, stage_ends_at=ends_at
            )
            told = is_open_for(rules, Item(stage.key, closes_at, ends_at), deed, now).allowed
            if told != is_written(proposal, rules, deed):
                yield stage.key, deed, closes_at, ends_at


@pytest.mark.parametrize("key", preset_keys())
def test_under_the_rules_of_every_preset(key, haneul, make_proposal):
    proposal, chance = make_proposal(), Random(key)
    assert [one for _ in range(3) for one in disagreements(proposal, preset(key).document, chance)] == []


def test_under_rules_drawn_at_random(haneul, make_proposal):
    proposal, chance = make_proposal(), Random(7)
    found = {seed: list(disagreements(proposal, random_document(seed), chance)) for seed in range(150)}
    assert {seed: one for seed, one in found.items() if one} == {}
