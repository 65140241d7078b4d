"""Which rooms this institution has opened: the menu leads to no empty page.

One statement for all of them, remembered like the names of categories (civic/portal/choices.py).
"""

from civic.portal.choices import remembered
from platform_core.access import YES, Verdict
from tenants.connection import connection
from tenants.context import here
from tenants.entitlements import in_use, in_use_here

# Name of the menu's entry → whether there is anything behind it. Each is answered by an index or a small table.
SOMETHING = {
    "debates": "SELECT 1 FROM debates_debate WHERE opened_at IS NOT NULL",
    "ballots": "SELECT 1 FROM ballots_ballot WHERE opened_at IS NOT NULL",
    "questions": (
        "SELECT 1 FROM proposals_proposal asked"
        " JOIN processes_processversion version ON version.id = asked.process_version_id"
        " JOIN processes_process process ON process.id = version.process_id"
        " WHERE process.track = 'question' AND asked.standing = 'open'"
    ),
    "execution": "SELECT 1 FROM execution_execution",
    "results": "SELECT 1 FROM results_reportversion",
    "agenda": "SELECT 1 FROM agenda_committee",
    "gatherings": "SELECT 1 FROM gatherings_gathering WHERE published_at IS NOT NULL",
}


# Which feature of the plan a room is (tenants/entitlements.py); the others belong to every plan.
FEATURES = {"debates": "debates", "ballots": "votes"}


def places() -> str:
    """Their names with spaces between, as templates ask them: {% if "debates" in places %}.

    A room that is not in use has no menu; what was held in it is still read, and still linked from its item.
    """
    opened, closed = str(remembered("places", _asked)), _closed_here()
    return " ".join(one for one in opened.split() if one not in closed) if closed else opened


def _closed_here() -> frozenset[str]:
    """Rooms that are not in use. Kept with the instance, as long as what it follows from is the same."""
    institution = here()
    if institution is None:
        return frozenset()
    follows_from = (institution.entitlements, institution.settings)
    kept = institution.__dict__
    known = kept.get("_closed_rooms")
    if known is None or any(one is not other for one, other in zip(known[0], follows_from, strict=True)):
        closed = frozenset(name for name, room in FEATURES.items() if not in_use(institution, room).allowed)
        known = kept["_closed_rooms"] = (follows_from, closed)
    closed_now: frozenset[str] = known[1]
    return closed_now


def is_there(name: str) -> Verdict:
    """No for a room that the institution does not have and never had: there is not even something to read."""
    may = in_use_here(FEATURES[name])
    return YES if may.allowed or name in str(remembered("places", _asked)).split() else may


def _asked() -> str:
    wanted = ", ".join(f"EXISTS ({statement})" for statement in SOMETHING.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {wanted}")  # noqa: S608 - our own statements
        found = cursor.fetchone()
    return " ".join(name for name, is_there in zip(SOMETHING, found, strict=True) if is_there)
