"""Plainer things to compare the product with. They pass through the same middleware."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from civic.abuse.braking import may_go_on
from civic.journeys.settle import settle
from civic.portal import support as door
from civic.processes.clock import database_now
from civic.processes.kinds import Deed
from civic.proposals.counting import GIVE, _changed
from civic.proposals.models import Proposal
from platform_core.access import require
from platform_core.access.sources import Whence
from platform_core.accounts.models import User

# The product's own statement, with the trace it notes, but for the delta.
DELTA = """INSERT INTO proposals_supportdelta (proposal_id, amount, verified, dislike)
    SELECT proposal_id, {counts} FROM given RETURNING 1"""
INSERT = GIVE.replace(DELTA, "SELECT 1 FROM given")
COUNT = "UPDATE proposals_proposalstat SET support_count = support_count + 1 WHERE proposal_id = %s RETURNING support_count"


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def support(request: HttpRequest, number: int) -> HttpResponse:
    """The portal's own view in every line but one: count and threshold are kept in the transaction of the insert."""
    return door._change(request, number, give_and_count, True, "ok", Deed.SUPPORT)


def give_and_count(*, proposal: Proposal, citizen: User, whence: Whence) -> bool:
    """What the product does with a delta and a worker, without them: the same promises in one transaction."""
    require(may_go_on(citizen, whence))
    with transaction.atomic():
        if not _insert(proposal, citizen, whence):
            return False
        count = _count(proposal)
        if count in {threshold.count for threshold in proposal.rules.thresholds}:
            settle(proposal=proposal, at=database_now(), count=count)
        return True


def _insert(proposal: Proposal, citizen: User, whence: Whence) -> bool:
    return _changed(INSERT, Deed.SUPPORT, proposal, citizen.pk, whence=whence)


def _count(proposal: Proposal) -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [proposal.pk])
        return int(cursor.fetchone()[0])
