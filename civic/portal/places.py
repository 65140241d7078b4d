"""Which rooms this institution has opened: the menu leads to no empty page.

One statement for all of them, remembered for a minute like the names of categories.
"""

from civic.portal.choices import remembered
from tenants.connection import connection

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


def places() -> str:
    """Their names with spaces between, as templates ask them: {% if "debates" in places %}."""
    return str(remembered("places", _asked))


def _asked() -> str:
    wanted = ", ".join(f"EXISTS ({statement})" for statement in SOMETHING.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {wanted}")  # noqa: S608 - our own statements
        found = cursor.fetchone()
    return " ".join(name for name, is_there in zip(SOMETHING, found, strict=True) if is_there)
