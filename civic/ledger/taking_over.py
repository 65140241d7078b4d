"""What was said before there was a ledger is entered in portions, each a short transaction that remembers how far."""

from django.db import connection, transaction
from django.db.models import F

from civic.ledger.models import Takeover

PORTION = 20_000


def is_taken_over() -> bool:
    return not Takeover.objects.filter(last__lt=F("upto")).exists()


@transaction.atomic
def take_over_some(*, most: int = PORTION) -> bool:
    """The next `most` row numbers; False when there are none left, or somebody else is at it. Safe after any crash."""
    left = Takeover.objects.select_for_update(skip_locked=True).filter(last__lt=F("upto")).order_by("source")
    row = left.first()
    if row is None:
        return False
    final = min(row.last + most, row.upto)
    with connection.cursor() as cursor:
        cursor.callproc(f"ledger_take_over_{row.source}", [row.last, final])
    row.last = final
    row.save(update_fields=["last"])
    return True
