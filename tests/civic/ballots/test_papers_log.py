"""What stood on the papers is published with the count, in no order, and the ledger holds its fingerprint."""

import json
from hashlib import sha256

import pytest
from django.db import connection
from django.utils import timezone

from civic.ballots.models import CountLog, Paper
from civic.journeys.ballot import vote
from civic.journeys.clock import close_windows
from civic.ledger.checking import check
from civic.ledger.models import Entry, Opening
from civic.ledger.sealing import seal
from civic.ledger.signing import public_keys
from civic.ledger.verify_ledger import verify
from tests.civic.ballots.conftest import numbers


def lines_of(text):
    return [line.split(",") for line in text.splitlines() if not line.startswith("#")][1:]


def end(held):
    held.item.refresh_from_db()
    type(held).objects.filter(pk=held.pk).update(closes_at=timezone.now())
    type(held.item).objects.filter(pk=held.item_id).update(stage_ends_at=timezone.now())
    close_windows(at=timezone.now())
    held.refresh_from_db()


@pytest.fixture
def counted(ballot, make_citizen, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    held = ballot()
    yes, no = numbers(held)
    for chosen in (yes, yes, no):
        vote(ballot=held, person=make_citizen(), chosen=[chosen])
    drawn = {str(pk).replace("-", "") for pk in Paper.objects.values_list("pk", flat=True)}
    return held, yes, no, drawn


def test_everybody_counts_it_again_and_the_ledger_says_that_it_is_this_file(counted, haneul, visit):
    held, yes, no, drawn = counted
    stranger = visit(haneul)
    assert stranger.get(f"/votes/{held.pk}/papers.csv").status_code == 404
    end(held)
    file = stranger.get(f"/votes/{held.pk}/papers.csv").content
    rows = lines_of(file.decode())
    assert sorted(option for _number, option in rows) == sorted(map(str, (yes, yes, no)))
    # Drawn anew: no number of a line leads to a paper, and their order is that of the numbers.
    assert not drawn & {number for number, _option in rows}
    assert [number for number, _option in rows] == sorted(number for number, _option in rows)
    assert "papers 3" in file.decode()
    seal(at=timezone.now())
    receipt = json.loads(stranger.get(f"/votes/{held.pk}/papers.json").content)
    assert verify(receipt, public_keys()) == "" and sha256(file).hexdigest() in receipt["deed"]
    entry = Entry.objects.get(kind="count")
    assert (entry.item, entry.pk) == (held.pk, receipt["entry"])
    assert not Opening.objects.filter(entry_id=entry.pk).exists()
    assert CountLog.objects.get().digest in stranger.get(f"/votes/{held.pk}/").content.decode()
    assert check(at=timezone.now()).findings == []


@pytest.mark.parametrize("column", ["lines", "digest"])
def test_a_file_that_is_changed_is_named(counted, column):
    held, yes, no, _drawn = counted
    end(held)
    seal(at=timezone.now())
    changed = {"lines": f"replace(lines, ',{no}', ',{yes}')", "digest": "encode(sha256(''), 'hex')"}[column]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE ballots_countlog SET {column} = {changed}")
    assert [finding for finding in check(at=timezone.now()).findings if f"vote {held.pk}" in finding]
    CountLog.objects.all().delete()
    assert [finding for finding in check(at=timezone.now()).findings if "count of" in finding]


def test_where_several_are_chosen_a_line_is_a_mark(ballot, make_citizen):
    held = ballot(kind="several", choices=3, takes_blank=True, options=("그늘막", "의자", "분수"))
    shade, bench, well = numbers(held)
    vote(ballot=held, person=make_citizen(), chosen=[shade, bench, well])
    vote(ballot=held, person=make_citizen(), chosen=[bench])
    vote(ballot=held, person=make_citizen(), chosen=[])
    end(held)
    marks = sorted(option for _number, option in lines_of(CountLog.objects.get().lines))
    assert marks == sorted(["", *map(str, (shade, bench, bench, well))])
