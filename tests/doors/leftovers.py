"""Where an institution calls things by words of its own, ours must not be met: on pages, in letters, files and the API."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from platform_core.i18n.dialect import SETTING
from tenants.context import public
from tenants.models import Institution

# 공감 is a deed, too; for the others it would be odd: nobody “생각합니다” to an office.
OWN = {
    "ko": {
        "proposal": {"word": "생각", "verb": False},
        "support": {"word": "동의", "verb": True},
        "department": {"word": "팀", "verb": False},
    }
}
OURS = re.compile("제안|공감|부서")
# What stays and why: each is looked for with what stands around it.
STAYS: Mapping[str, str] = {
    "제안(?:하|한|할|함|합|했|해|되|된|될|됨|됩|됐)": "the verb was not to change along",
    "제안받": "a seat that is offered",
    "제안서": "another word: a paper that is handed in",
    "도민제안협치위원회": "the name of a committee that there is",
    "제안자": "a term of its own, not changed here",
    "비공감": "a term of its own, not changed here",
    "공감대": "another word",
    "부서지|부서진": "another word",
}
_STAYS = re.compile("|".join(STAYS))
_NOT_READ = re.compile(
    r"<script\b.*?</script>|<style\b.*?</style>|<textarea\b.*?</textarea>"
    r"|\s(?:value|href|src|action|name|id|class|for)=(?:\"[^\"]*\"|'[^']*')",
    re.DOTALL | re.IGNORECASE,
)
AROUND = 25


def speak(institution: Institution) -> None:
    """From the next request on it says so. As published words do, without their history."""
    with public():
        institution.settings = {**institution.settings, SETTING: OWN}
        institution.save(update_fields=["settings"])


def leftovers(text: str, written: Iterable[str] = ()) -> Iterator[str]:
    """Each of our words that is still read there, with what stands around it. `written`: what people wrote."""
    read = _NOT_READ.sub(" ", unescape(text))
    for own in sorted(written, key=len, reverse=True):
        read = read.replace(own, " ")
    read = _STAYS.sub("·", read)
    for found in OURS.finditer(read):
        yield " ".join(read[max(0, found.start() - AROUND) : found.end() + AROUND].split())


def in_sentences(rewrite: Any, sentences: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """{sentence as it would be said: what is left over} of (English, ours)."""
    said = {rewrite(english, ours) for english, ours in sentences}
    return {one: found for one in sorted(said) if (found := list(leftovers(one)))}
