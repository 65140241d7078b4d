"""Places inside a piece of a document: "gates.0.when.at_least"."""

from typing import Any, Final

ABSENT: Final = type("Absent", (), {"__repr__": lambda self: "ABSENT", "__bool__": lambda self: False})()


def get_at(piece: Any, path: str) -> Any:
    """What stands there, or ABSENT."""
    for step in path.split("."):
        if isinstance(piece, dict) and step in piece:
            piece = piece[step]
        elif isinstance(piece, list) and step.isdigit() and int(step) < len(piece):
            piece = piece[int(step)]
        else:
            return ABSENT
    return piece


def put_at(piece: Any, path: str, value: Any) -> None:
    """Put a value there, with the groups on the way; ABSENT takes it away, and the groups it leaves empty."""
    step, _dot, rest = path.partition(".")
    if isinstance(piece, list):
        if step.isdigit() and int(step) < len(piece):
            _put_in_list(piece, int(step), rest, value)
        return
    if not isinstance(piece, dict):
        return
    if not rest:
        piece.pop(step, None)
        if value is not ABSENT:
            piece[step] = value
        return
    if step not in piece and value is ABSENT:
        return
    inner = piece.setdefault(step, {})
    put_at(inner, rest, value)
    if inner == {}:
        del piece[step]


def _put_in_list(entries: list[Any], place: int, rest: str, value: Any) -> None:
    if rest:
        put_at(entries[place], rest, value)
    elif value is not ABSENT:
        entries[place] = value


def drop_at(piece: Any, path: str) -> None:
    """Take an entry out of a list, or a name out of a group; an empty list goes too."""
    holder_path, _dot, last = path.rpartition(".")
    holder = get_at(piece, holder_path) if holder_path else piece
    if isinstance(holder, list) and last.isdigit() and int(last) < len(holder):
        del holder[int(last)]
        if not holder and holder_path:
            put_at(piece, holder_path, ABSENT)
    elif isinstance(holder, dict):
        holder.pop(last, None)


def add_at(piece: Any, path: str, entry: Any) -> None:
    """Put an entry at the end of the list there, which is made when there is none."""
    entries = get_at(piece, path)
    if not isinstance(entries, list):
        entries = []
    put_at(piece, path, [*entries, entry])
