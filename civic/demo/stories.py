"""Reading the example institutions (civic/demo/content)."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
# The order in which they are opened.
SUBDOMAINS = ("haneul", "bada", "riverton")
STAGES = ("gathering", "reviewing", "answering", "carrying_out", "closed")


@dataclass(frozen=True, slots=True)
class Example:
    """One example institution: who it is, who lives there, what was proposed."""

    who: dict[str, Any]
    people: dict[str, list[dict[str, Any]]]
    proposals: list[tuple[str, dict[str, Any]]]
    # A second process, side by side with the first: what it is, and its own stories. None: there is one.
    petition: dict[str, Any] | None = None

    @property
    def length(self) -> int:
        """How many stories there are to tell."""
        return len(self.proposals) + len(self.petition["proposal"] if self.petition else [])

    @property
    def subdomain(self) -> str:
        return str(self.who["subdomain"])


def example(subdomain: str) -> Example:
    folder = CONTENT / subdomain
    told = [(stage, story) for stage in STAGES for story in _read(folder / f"{stage}.toml")["proposal"]]
    second = folder / "petition.toml"
    return Example(
        _read(folder / "institution.toml"),
        _read(folder / "people.toml"),
        told,
        _read(second) if second.exists() else None,
    )


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
