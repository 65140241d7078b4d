"""What could not take effect, remembered until it does: the count stands, only its consequence waits."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from civic.proposals.models import Proposal, Unsettled

log = logging.getLogger("madang.counting")
# The citizen's right waits for as long as the fault lasts: so it is tried often, a bounded number at a time.
RETRY = timedelta(minutes=1)
MOST_RETRIES = 50


@contextmanager
def set_apart(proposal: Proposal, *, at: datetime) -> Iterator[None]:
    """Undo what the block did if it raises, say which proposal it was, and remember to try again.

    The neighbours' counting in the same transaction goes on. A lost connection still ends it all.
    """
    try:
        with transaction.atomic():
            yield
    except Exception:
        log.exception("Proposal %s could not be settled", proposal.pk)
        _remember(proposal, at)


def _remember(proposal: Proposal, at: datetime) -> None:
    left, new = Unsettled.objects.get_or_create(
        proposal=proposal, defaults={"since": at, "try_again_at": at + RETRY}
    )
    if not new:
        left.tries, left.try_again_at = left.tries + 1, at + RETRY
        left.save()


def counts_to_try_again(*, at: datetime) -> dict[int, int]:
    """{proposal id: count} of what is due for another try, the longest waiting first."""
    due = Unsettled.objects.filter(try_again_at__lte=at).order_by("try_again_at", "pk")
    return dict(due.values_list("proposal_id", "proposal__stat__support_count")[:MOST_RETRIES])


def forget_settled(proposals: Iterable[int], *, at: datetime) -> None:
    """Those of `proposals` that did not fail at `at`."""
    Unsettled.objects.filter(proposal__in=proposals, try_again_at__lte=at).delete()
