"""The menu at the side of working pages: groups of links, the one where somebody is, and what waits behind a group."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

# {"label", "url", "icon"}; perhaps "count" of what waits, "urgent", and "current" of the page at hand.
Link = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Without a heading it always stands open; otherwise while somebody is on one of its pages."""

    heading: str
    links: list[Link] = field(default_factory=list)

    @property
    def current(self) -> Link | None:
        return next((link for link in self.links if link.get("current")), None)

    @property
    def count(self) -> int:
        """What waits on all its pages."""
        return sum(link.get("count") or 0 for link in self.links)

    @property
    def is_urgent(self) -> bool:
        return any(link.get("urgent") for link in self.links)


def with_current(groups: Sequence[Group], path: str) -> list[Group]:
    """Groups with links, in which the longest address that begins `path` is where somebody is."""
    addresses = [link["url"] for group in groups for link in group.links]
    here = max((url for url in addresses if path.startswith(url)), key=len, default="")
    return [
        Group(group.heading, [{**link, "current": link["url"] == here} for link in group.links])
        for group in groups
        if group.links
    ]


def current_in(groups: Sequence[Group]) -> Link | None:
    return next((group.current for group in groups if group.current), None)
