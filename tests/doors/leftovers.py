"""Where an institution calls things by words of its own, ours must not be met: on pages, in letters, files and the API."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from platform_core.i18n.dialect import SETTING
from tenants.context import public
from tenants.models import Institution
from tenants.queries import forget_hosts

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
    "제안자": "a term of its own, not changed here",
    "비공감": "a term of its own, not changed here",
    "공감대": "another word",
    "부서지|부서진": "another word",
    "도민제안협치위원회": "the name of a committee that there is",
    "6장 기관 제안": "a chapter of a document that is cited",
    "기관 제안": "a process that the scene named itself",
    "[소담주][관당] ?부서": "words of offices that the glossary explains",
    "답변 받은 제안|영수증이 있는 제안": "titles that citizens wrote in the scene",
}
# Pages on which the usual words are the matter, or which are no institution's.
NOT_WALKED: Mapping[str, str] = {
    "desk:words": "says what is usually said beside what is said here",
    "desk:words_in": "asks what is said in place of the usual word",
    "desk:words_preview": "tells what would change",
    "desk:words_return": "tells what would change",
    "ui:gallery": "the demo's, of components with examples in them",
    "api:process_version": "the document of the rules as it was published, to the letter",
}
# Reports tell with the words of the day on which they were made, and keep them.
TOLD_ONCE = ("desk:report", "portal:result")
_STAYS = re.compile("|".join(STAYS))
_NOT_READ = re.compile(
    r"<script\b.*?</script>|<style\b.*?</style>|<textarea\b.*?</textarea>"
    r"|\s(?:value|href|src|action|name|id|class|for)=(?:\"[^\"]*\"|'[^']*')",
    re.DOTALL | re.IGNORECASE,
)
AROUND = 25


def speak(institution: Institution) -> Institution:
    """Everybody hears it from the next request on; `institution` itself stays as it is. The one that speaks so."""
    with public():
        Institution.objects.filter(pk=institution.pk).update(settings={**institution.settings, SETTING: OWN})
        forget_hosts()
        return Institution.objects.get(pk=institution.pk)


def is_walked(name: str) -> bool:
    return name not in NOT_WALKED and not name.startswith(TOLD_ONCE)


def leftovers(text: str) -> Iterator[str]:
    """Each of our words that is still read there, with what stands around it."""
    read = _STAYS.sub("·", _NOT_READ.sub(" ", unescape(text)))
    for found in OURS.finditer(read):
        yield " ".join(read[max(0, found.start() - AROUND) : found.end() + AROUND].split())


def in_sentences(rewrite: Any, sentences: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """{sentence as it would be said: what is left over} of (English, ours)."""
    said = {rewrite(english, ours) for english, ours in sentences}
    return {one: found for one in sorted(said) if (found := list(leftovers(one)))}
