"""Where the guide stands beside the work: which chapter belongs to which page, and where a thing is found."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from civic.guide.chapters import Chapter, Per, Point, chapter
from civic.guide.probes import About, Missing

# The longest beginning of an address's name decides. With `per`, the keyword of the address that is its number.
PAGES: dict[str, tuple[str, Per | None, str]] = {
    "rules": ("planning", None, ""),
    "simulation": ("planning", None, ""),
    "staff": ("planning", None, ""),
    "department": ("planning", None, ""),
    "closure": ("planning", None, ""),
    "guide_plan": ("planning", None, ""),
    "proposal": ("sorting", None, ""),
    "classification": ("sorting", None, ""),
    "standing": ("sorting", None, ""),
    "rescue": ("sorting", None, ""),
    "merger": ("sorting", None, ""),
    "decision": ("sorting", None, ""),
    "categor": ("sorting", None, ""),
    "answer": ("sorting", None, ""),
    "request": ("sorting", None, ""),
    "assignment": ("sorting", None, ""),
    "guide_log": ("sorting", None, ""),
    "guide_signal": ("sorting", None, ""),
    "paper": ("visiting", None, ""),
    "new_sheet": ("visiting", None, ""),
    "sheet": ("visiting", None, ""),
    "counter": ("visiting", None, ""),
    "kiosk": ("visiting", None, ""),
    "gathering": ("workshops", Per.GATHERING, "number"),
    "gathering_door": ("visiting", Per.GATHERING, "number"),
    "agenda": ("agenda", None, ""),
    "agenda_candidate": ("agenda", Per.CANDIDATE, "pk"),
    "agenda_meeting": ("agenda", Per.MEETING, "pk"),
    "debate": ("debating", Per.DEBATE, "pk"),
    "debate_preparation": ("debating", None, ""),
    "debate_conclusion": ("results", Per.DEBATE, "pk"),
    "opinion": ("debating", None, ""),
    "report": ("results", None, ""),
    "report_beginning": ("results", Per.DEBATE, "debate"),
    "execution": ("execution", None, ""),
    "progress": ("execution", Per.ITEM, "number"),
    "question": ("questions", Per.QUESTION, "pk"),
    "question_source_removal": ("questions", None, ""),
    "item_poster": ("outreach", None, ""),
    "notice": ("outreach", None, ""),
    "efficacy": ("outreach", None, ""),
    "guide_growing": ("roadmap", None, ""),
}
# The kinds that probes name, and the page of each.
PLACES = {
    "request": "desk:request",
    "proposal": "desk:proposal",
    "debate": "desk:debate",
    "question": "desk:question",
    "candidate": "desk:agenda_candidate",
    "meeting": "desk:agenda_meeting",
    "gathering": "desk:gathering",
    "sheet": "desk:sheet",
    "process": "desk:rules_process",
    "department": "desk:department",
    "committee": "desk:agenda_committee",
    "signal": "desk:guide_signal",
    "execution": "desk:execution",
}
# What takes its number by another name than pk.
KEYWORDS = {"proposal": "number", "process": "process"}


@dataclass(frozen=True, slots=True)
class Beside:
    """The guide for one page. `about` is empty where the page is about no single thing."""

    chapter: Chapter
    points: tuple[Point, ...]
    about: str

    @property
    def url(self) -> str:
        return address_of(self.chapter, self.about)


def beside(request: HttpRequest) -> Beside | None:
    """No query: what stands is counted on the chapter's own page."""
    match = request.resolver_match
    if match is None or match.namespace != "desk" or match.url_name is None:
        return None
    names = [name for name in PAGES if match.url_name.startswith(name)]
    if not names:
        return None
    key, per, keyword = PAGES[max(names, key=len)]
    found = chapter(key)
    number = match.kwargs.get(keyword) if per else None
    if per is None or number is None:
        return Beside(found, found.points, "")
    return Beside(
        found, tuple(one for one in found.points if one.per == per), str(About(per.value, int(number)))
    )


def address_of(found: Chapter, about: str = "") -> str:
    home = reverse("desk:guide_chapter", args=[found.key])
    return f"{home}?about={about}" if about else home


def place_of(missing: Missing) -> str:
    """The page on which it is mended; empty where there is none."""
    name = PLACES.get(missing.kind, "")
    try:
        return reverse(name, kwargs={KEYWORDS.get(missing.kind, "pk"): missing.pk}) if name else ""
    except NoReverseMatch:
        return ""


def page_of_thing(about: About) -> str:
    """The desk's page of what points are ticked for; empty for a year."""
    kind: Any = "proposal" if about.kind == Per.ITEM else about.kind
    return place_of(Missing(kind, about.number, ""))
