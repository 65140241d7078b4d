"""제안: what citizens ask for, what gathers around it, and the way it goes."""

from civic.proposals.models.commenting import Comment, CommentSupport
from civic.proposals.models.linking import Link
from civic.proposals.models.merging import CarriedSupport, Merger
from civic.proposals.models.moving import MoveCause, StageMove, StageResult, ThresholdCrossing
from civic.proposals.models.proposal import (
    Attachment,
    Ending,
    Origin,
    Proposal,
    ProposalDraft,
    ProposalStat,
    ProposalVersion,
    Standing,
)
from civic.proposals.models.supporting import Dislike, Said, SetAside, Support, SupportDelta, Unsettled

__all__ = [
    "Attachment",
    "CarriedSupport",
    "Comment",
    "CommentSupport",
    "Dislike",
    "Ending",
    "Link",
    "Merger",
    "MoveCause",
    "Origin",
    "Proposal",
    "ProposalDraft",
    "ProposalStat",
    "ProposalVersion",
    "Said",
    "SetAside",
    "StageMove",
    "StageResult",
    "Standing",
    "Support",
    "SupportDelta",
    "ThresholdCrossing",
    "Unsettled",
]
