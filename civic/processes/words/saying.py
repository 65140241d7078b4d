"""What a rule says, with the place it stands at."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sentence:
    """One rule in the reader's language.

    `key` names what is said by the institution's own keys and stays the same however the stages are ordered:
    two versions are compared by it. `path` says where it stands in the document, as RulesError does
    ("stages.0.gates.1"). `about` is the heading it belongs under. `rule` is what it says, where the sentence
    repeats numbers that are said elsewhere: while the rule is the same, only those have changed.
    """

    key: str
    path: str
    about: str
    text: str
    rule: object = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the rules one is speaking: makes sentences that know their place."""

    key: str
    path: str
    about: str

    def say(self, name: str, text: object, entry: str = "", *, rule: object = None) -> Sentence:
        """`entry` is the name in the document where it differs from `name`; "." for the whole table."""
        at = self.path if entry == "." else f"{self.path}.{entry or name}"
        return Sentence(f"{self.key}.{name}", at, self.about, str(text), rule)

    def inner(self, key: str, path: str, about: str = "") -> "Place":
        return Place(f"{self.key}.{key}", f"{self.path}.{path}", about or self.about)
