"""By which rules a committee decides about a candidate (guide A3-1: 의결정족수를 미리 정함)."""

from dataclasses import dataclass
from fractions import Fraction

from civic.agenda.models import Committee
from civic.processes.document import Rules
from civic.processes.document.shapes import CommitteeRules
from civic.processes.kinds import Majority, StageKind
from civic.processes.queries import rules_of
from civic.proposals.models import Proposal


@dataclass(frozen=True, slots=True)
class Charter:
    """`quorum`: the share of members that must be there; `again_at_most`: how often it is discussed once more."""

    quorum: Fraction | None
    majority: Majority
    again_at_most: int

    @property
    def quorum_text(self) -> str:
        return str(self.quorum) if self.quorum is not None else ""


def charter_for(item: Proposal, committee: Committee) -> Charter:
    """Its own rules' committee stage; else that of the committee's process; else what the committee gave itself."""
    own = item.rules.stage(item.item.stage)
    if own.kind == StageKind.COMMITTEE:
        return _from_rules(own.committee or CommitteeRules())
    found = committee_rules_in(item.rules) or _of_process(committee)
    if found is not None:
        return _from_rules(found)
    return Charter(
        Fraction(committee.quorum) if committee.quorum else None,
        Majority(committee.majority),
        committee.again_at_most,
    )


def committee_rules_in(rules: Rules) -> CommitteeRules | None:
    return next((stage.committee for stage in rules.stages if stage.committee is not None), None)


def _of_process(committee: Committee) -> CommitteeRules | None:
    version = committee.process.current_version_id if committee.process else None
    return committee_rules_in(rules_of(version)) if version else None


def _from_rules(rules: CommitteeRules) -> Charter:
    # “When too few agree, it deliberates once more”, say the rules' own words.
    return Charter(rules.quorum, Majority(rules.majority), 1 if rules.again_if_short else 0)
