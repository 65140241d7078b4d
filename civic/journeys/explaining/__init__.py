"""왜 안 되나요: for each deed, whether somebody may do it, and if not why and how to become able."""

from civic.journeys.explaining.goals import Goal, Piece, goals_of
from civic.journeys.explaining.imagined import Explained, explain_persona, fresh_item
from civic.journeys.explaining.real import explain_process, explain_proposal, verdict_on

__all__ = [
    "Explained",
    "Goal",
    "Piece",
    "explain_persona",
    "explain_process",
    "explain_proposal",
    "fresh_item",
    "goals_of",
    "verdict_on",
]
