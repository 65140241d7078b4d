"""이력 of a question in words: who did what on its way, and why."""

from collections.abc import Iterable
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from civic.questions.kinds import Step
from platform_core.events.models import Event

# Icon, tone, sentence; what the sentence is filled with stands in the event.
SENTENCES: dict[str, tuple[str, str, Any]] = {
    "questions.question.begun": ("flag", "", gettext_lazy("Begun")),
    "questions.step.changed": ("write", "", gettext_lazy("Changed: %(step)s")),
    "questions.step.done": ("check", "good", gettext_lazy("Done: %(step)s")),
    "questions.source.added": ("file", "", gettext_lazy("File added: %(name)s")),
    "questions.source.removed": ("trash", "", gettext_lazy("File removed: %(name)s")),
    "questions.card.added": ("image", "", gettext_lazy("Card added: %(text)s")),
    "questions.card.moved": ("sort", "", gettext_lazy("Card moved: %(text)s")),
    "questions.card.removed": ("trash", "", gettext_lazy("Card removed: %(text)s")),
    "questions.question.refused": ("x-circle", "bad", gettext_lazy("Not asked: it is publicity")),
    "questions.review.asked": ("send", "", gettext_lazy("The department was asked to review it")),
    "questions.review.agreed": ("check-circle", "good", gettext_lazy("The department agreed")),
    "questions.review.changes_asked": (
        "reply",
        "warn",
        gettext_lazy("The department asked for changes: %(step)s"),
    ),
    "questions.question.returned": ("refresh", "warn", gettext_lazy("Returned to: %(step)s")),
    "questions.question.scheduled": ("calendar", "", gettext_lazy("To be published: %(when)s")),
    "questions.question.stopped": ("warning", "bad", gettext_lazy("It could not be published")),
    "questions.question.published": ("megaphone", "good", pgettext_lazy("state of a question", "Published")),
    "questions.question.withdrawn": ("archive", "bad", gettext_lazy("Withdrawn")),
    "questions.letter.written": ("write", "", gettext_lazy("Letter written")),
    "questions.letter.exported": ("download", "", gettext_lazy("Letter taken out: %(form)s")),
    "questions.result.handed_over": ("send", "good", gettext_lazy("Result handed over, no. %(number)s")),
    "questions.result.published": ("megaphone", "good", gettext_lazy("Result published")),
}


def story_of(events: Iterable[Event]) -> list[dict[str, Any]]:
    """What ui/components/timeline.html draws, in the order given."""
    return [_item(event) for event in events]


def _item(event: Event) -> dict[str, Any]:
    icon, tone, sentence = SENTENCES.get(event.kind, ("info", "", event.kind))
    return {
        "icon": icon,
        "tone": tone,
        "title": str(sentence) % _facts(event) if "%(" in str(sentence) else str(sentence),
        "at": event.at,
        "who": event.actor.name if event.actor else _("by the platform"),
        "text": event.data.get("reason", ""),
    }


def _facts(event: Event) -> dict[str, str]:
    data = event.data
    step = data.get("step", "")
    opens_at = parse_datetime(data.get("opens_at") or "")
    forms = {"pdf": "PDF", "print": _("for the printer")}
    return {
        "step": str(Step(step).label) if step in Step.values else step,
        "name": data.get("name", ""),
        "text": data.get("text", ""),
        "number": data.get("number", ""),
        "form": forms.get(data.get("form", ""), ""),
        "when": date_format(localtime(opens_at), "DATETIME_FORMAT") if opens_at else "",
    }
