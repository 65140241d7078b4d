"""Rules of participation in plain sentences, and what differs between two versions, for the desk's pages."""

from civic.processes.document import Rules
from civic.processes.words import Change, differences, tell

__all__ = ["Change", "changes", "sentences"]


def sentences(rules: Rules) -> list[str]:
    """What the rules say, in the order a proposal meets them."""
    return [one.text for one in tell(rules).sentences]


def changes(old: Rules, new: Rules) -> list[Change]:
    """What differs, each as label, before and after; empty when the two say the same."""
    return differences(old, new)
