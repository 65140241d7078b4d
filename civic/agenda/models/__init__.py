"""의제선정단: who sits on it, how they were drawn, what comes before them, and what they decided."""

from civic.agenda.models.calling import Call, Succession, Volunteer
from civic.agenda.models.candidates import Arrival, Candidate, Evidence, EvidenceFile, EvidenceKind, State
from civic.agenda.models.committee import AgeBand, Committee, Joined, Member, Sex, SubCommittee
from civic.agenda.models.meetings import (
    AgendaItem,
    Attendance,
    Conclusion,
    Conflict,
    Meeting,
    MeetingFile,
    Presence,
)
from civic.agenda.models.voting import Ballot, Choice, HasVoted, PaperCount, Round, Vote, Way

__all__ = [
    "AgeBand",
    "AgendaItem",
    "Arrival",
    "Attendance",
    "Ballot",
    "Call",
    "Candidate",
    "Choice",
    "Committee",
    "Conclusion",
    "Conflict",
    "Evidence",
    "EvidenceFile",
    "EvidenceKind",
    "HasVoted",
    "Joined",
    "Meeting",
    "MeetingFile",
    "Member",
    "PaperCount",
    "Presence",
    "Round",
    "Sex",
    "State",
    "SubCommittee",
    "Succession",
    "Volunteer",
    "Vote",
    "Way",
]
