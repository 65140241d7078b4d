"""What each column of an institution's schema is: columns/<app label>.toml, read as data.

Of every table: `_plain` names the columns that say nothing private about anybody (numbers of rows, instants, states,
what the institution itself publishes). Every other column has a kind:

| kind | what it holds | in a training copy | in an export |
|---|---|---|---|
| `name` `mail` `phone` | of a person | made up, the same one wherever it stands | as it is |
| `words` | somebody's words that nobody else reads | a sentence that says it was taken out | as it is |
| `writing` | what was written for others; private where `_public` (SQL) is not true | kept where public | as it is |
| `blank` | about a person, and nothing works by it | empty | as it is |
| `json` | data of an event or a message: what is said in it, by names of keys | those keys emptied | as it is |
| `mark` | by which a person is known again | another one of the same length | as it is |
| `filename` | a name people gave a file | “file”, with its extension | as it is |
| `file` | where a file of the institution's own is kept | the file is copied | as it is |
| `persons_file` | where a file that came from, or shows, people is kept | another file in its place | as it is |
| `secret` | needed to go on elsewhere: hashes of passwords, of links | unusable | sealed, or left out |
| `secret:sealed` `secret:second_factor` | the same, locked with keys of this deployment | unusable | sealed, unlocked |
| `token` | opens something by itself, or one visit long | unusable | never |
| `elsewhere` | the number of a row in the public schema | empty | empty |
| `= value` | a state that another column's loss would make a lie | that value | as it is |

Tables: `_training = "none"` and `_export = "none"` leave all rows out, `_export_rows` (SQL) says which leave;
`_without_secrets = "drop"`: rows are worth nothing when the archive was made, or is read, without its passphrase.
"""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

HERE = Path(__file__).parent / "columns"
KINDS = frozenset(
    "plain name mail phone words writing blank json mark filename file persons_file secret secret:sealed "
    "secret:second_factor token elsewhere".split()
)


class Unclassified(Exception):
    """A column of which nobody has said what it is: nothing leaves the house by guess. The message names it."""


@dataclass(frozen=True)
class Table:
    """`kinds` by column."""

    name: str
    kinds: dict[str, str]
    is_exported: bool = True
    export_rows: str = ""
    is_in_training: bool = True
    is_dropped_without_secrets: bool = False
    public: str = ""

    @cached_property
    def secrets(self) -> dict[str, str]:
        return {name: kind for name, kind in self.kinds.items() if kind.startswith("secret")}

    def columns_of(self, kind: str) -> list[str]:
        return [name for name, its in self.kinds.items() if its == kind]


@cache
def classified() -> dict[str, Table]:
    """By the table's name."""
    found: dict[str, Table] = {}
    for file in sorted(HERE.glob("*.toml")):
        for name, said in tomllib.loads(file.read_text(encoding="utf-8")).items():
            found[name] = _read(name, said)
    return found


def _read(name: str, said: dict[str, str]) -> Table:
    kinds = dict.fromkeys(said.get("_plain", "").split(), "plain")
    kinds.update({column: kind for column, kind in said.items() if not column.startswith("_")})
    if strange := [kind for kind in kinds.values() if kind not in KINDS and not kind.startswith("= ")]:
        raise Unclassified(
            f"{name}: {', '.join(strange)} is no kind of column. See tenants/moving/classified.py."
        )
    return Table(
        name=name,
        kinds=kinds,
        is_exported=said.get("_export") != "none",
        export_rows=said.get("_export_rows", ""),
        is_in_training=said.get("_training") != "none",
        is_dropped_without_secrets=said.get("_without_secrets") == "drop",
        public=said.get("_public", ""),
    )


def classification_of(table: str, columns: list[str]) -> Table:
    """Raises Unclassified when the table or one of its columns is not written down."""
    known = classified().get(table)
    missing = [column for column in columns if known is None or column not in known.kinds]
    if known is None or missing:
        label = table.partition("_")[0]
        raise Unclassified(
            f"Say what {table}.{', '.join(missing)} is in tenants/moving/columns/{label}.toml "
            "(kinds: tenants/moving/classified.py)."
        )
    return known
