"""Reading the example institutions (civic/demo/content)."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
# The order in which they are opened.
SUBDOMAINS = ("haneul", "bada", "riverton")
# The other rooms, each a file of its own.
SCENES = ("questions", "execution", "agenda", "gatherings", "paper", "guide", "content", "ballots", "wording")
STAGES = ("gathering", "reviewing", "answering", "carrying_out", "closed")


@dataclass(frozen=True, slots=True)
class Example:
    """One example institution: who it is, who lives there, what was proposed."""

    who: dict[str, Any]
    people: dict[str, list[dict[str, Any]]]
    proposals: list[tuple[str, dict[str, Any]]]
    # A second process, side by side with the first: what it is, and its own stories. None: there is one.
    petition: dict[str, Any] | None = None
    # What happens in the other rooms, by the name of its file; a city has only some of them.
    scenes: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """How many stories there are to tell."""
        asked = self.scenes.get("questions", {}).get("question", [])
        return len(self.proposals) + len(self.petition["proposal"] if self.petition else []) + len(asked)

    def title_of(self, key: str) -> str:
        return next(str(story["title"]) for _stage, story in self.proposals if story["key"] == key)

    def scene(self, name: str) -> dict[str, Any] | None:
        return self.scenes.get(name)

    @property
    def subdomain(self) -> str:
        return str(self.who["subdomain"])


def example(subdomain: str) -> Example:
    folder = CONTENT / subdomain
    told = [(stage, story) for stage in STAGES for story in _read(folder / f"{stage}.toml")["proposal"]]
    scenes = {name: _read(file) for name in SCENES if (file := folder / f"{name}.toml").exists()}
    carried = scenes.get("execution", {})
    plans = {plan["of"]: plan for plan in carried.get("execution", [])}
    told += [("carrying_out", story) for story in carried.get("proposal", [])]
    told = [
        (stage, {**story, "execution": plans[key]} if (key := story["key"]) in plans else story)
        for stage, story in told
    ]
    second = folder / "petition.toml"
    return Example(
        _read(folder / "institution.toml"),
        _read(folder / "people.toml"),
        told,
        _read(second) if second.exists() else None,
        scenes,
    )


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
