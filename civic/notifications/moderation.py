"""What is said of decisions, on the page and in letters."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from civic.moderation.kinds import APPEAL_WITHIN, AppealState
from platform_core.events.models import Event


def path_of_decision(pk: int) -> str:
    return reverse("portal:my_decision", args=[pk], urlconf="platform_core.project.urls_institution")


def decided(event: Event) -> dict[str, Any]:
    """Of something hidden or shown by a decision: where it is explained, and whether one may object."""
    if not event.data.get("decision"):
        return {}
    path = {"path": path_of_decision(event.data["decision"])}
    return {**path, "may_object": True} if event.kind.endswith(".hidden") else path


def how_to_object() -> tuple[str, str]:
    return (
        _("If you think this is wrong"),
        _("You can object within %(days)s days on the page below. Somebody else looks at it then.")
        % {"days": APPEAL_WITHIN.days},
    )


def headline(event: str, data: dict[str, Any]) -> str:
    match event, data.get("act"), data.get("state"):
        case "moderation.decision.made", "restrict", _any:
            return _("Something you may do here was restricted for a time")
        case "moderation.decision.made", _what, _any:
            return _("You were warned because of something you wrote")
        case "moderation.report.answered", "acted", _any:
            return _("What you reported was looked at, and something was done")
        case "moderation.report.answered", _what, _any:
            return _("What you reported was looked at: it may stay")
        case "moderation.appeal.made", _what, _any:
            return _("Somebody objects to a decision: it waits for your answer")
        case "moderation.appeal.decided", _what, AppealState.OVERTURNED:
            return _("Your objection was right: the decision was taken back")
    return _("Your objection was looked at: the decision stands")


def waits_to_be_read() -> str:
    return _("What you wrote is read by somebody here before it is shown")
