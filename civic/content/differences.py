"""What is different between two documents, block by block, in words for who arranges them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from civic.content.document import Block, Document, Value
from civic.content.kinds import KINDS, PLANS, Field


@dataclass(frozen=True, slots=True)
class Change:
    """`where`: which block and field. `before` and `after` are empty where a sentence says it all."""

    where: str
    sentence: str = ""
    before: str = ""
    after: str = ""


def between(before: Document, after: Document, place: str, pages: Mapping[str, str]) -> list[Change]:
    """Only what differs, in the order of `after`. `pages`: what linked pages are called, by their slugs."""
    old = {block.id: block for block in before.blocks}
    new = {block.id: block for block in after.blocks}
    found = list(_fields(_("Head"), PLANS[place].head, before.head, after.head, pages))
    for block in after.blocks:
        found += _in_block(old.get(block.id), block, pages)
    found += [Change(name_of(block), _("Taken out.")) for key, block in old.items() if key not in new]
    kept = [[key for key in side if key in old and key in new] for side in (old, new)]
    if kept[0] != kept[1]:
        found.append(Change(_("Order of the blocks"), _("The blocks stand in another order.")))
    return found


def _in_block(old: Block | None, new: Block, pages: Mapping[str, str]) -> Iterable[Change]:
    if old is None or old.kind != new.kind:
        yield Change(name_of(new), _("Added."))
        yield from _fields(name_of(new), KINDS[new.kind].fields, {}, new.fields, pages)
        return
    if old.is_on != new.is_on:
        yield Change(name_of(new), _("Switched on.") if new.is_on else _("Switched off."))
    yield from _fields(name_of(new), KINDS[new.kind].fields, old.fields, new.fields, pages)


def _fields(
    where: str, declared: Iterable[Field], old: Any, new: Any, pages: Mapping[str, str]
) -> Iterable[Change]:
    for one in declared:
        before, after = (_texts(side.get(one.name), one, pages) for side in (old, new))
        for language in sorted({*before, *after}):
            said, says = before.get(language, ""), after.get(language, "")
            if said != says:
                spot = f"{where} · {one.label}" + (f" ({language})" if language else "")
                yield Change(spot, before=said, after=says)


def _texts(value: Value | None, declared: Field, pages: Mapping[str, str]) -> dict[str, str]:
    """{language: text}; "" for what is said once for all."""
    if isinstance(value, str) or value is None:
        named = pages if declared.name == "page" else {code: str(label) for code, label in declared.choices}
        return {"": named.get(value or "", value or "")}
    return dict(value)


def name_of(block: Block) -> str:
    """The kind, and its own title where it has one."""
    title = block.fields.get("title")
    own = next(iter(title.values()), "") if isinstance(title, dict) else ""
    kind = str(KINDS[block.kind].name)
    return f"{kind} – {own}" if own else kind
