"""Plainer things to compare the product with. They pass through the same middleware."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from civic.portal import support as door
from civic.processes.kinds import Deed
from civic.proposals.guarding import guard_of

# The product's own guarded insert, without the delta.
INSERT = """
INSERT INTO proposals_support (proposal_id, citizen_id, given_at, verified)
SELECT id, %(citizen)s, clock_timestamp(), false FROM proposals_proposal p
WHERE id = %(proposal)s AND p.process_version_id = %(version)s AND {guard}
FOR KEY SHARE
ON CONFLICT (proposal_id, citizen_id) DO NOTHING
"""
COUNT = "UPDATE proposals_proposalstat SET support_count = support_count + 1 WHERE proposal_id = %s"


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def support(request: HttpRequest, number: int) -> HttpResponse:
    """The portal's own view in every line but one: the count is kept in the transaction of the insert."""
    return door._change(request, number, give_and_count, True, "ok")


def give_and_count(*, proposal, citizen) -> bool:  # type: ignore[no-untyped-def]
    guard = guard_of(proposal.process_version_id, Deed.SUPPORT)
    asked = {"proposal": proposal.pk, "version": proposal.process_version_id, "citizen": citizen.pk}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT.replace("{guard}", guard.sql), asked | guard.parameters)
        if not cursor.rowcount:
            return False
        cursor.execute(COUNT, [proposal.pk])
        return True
