"""News of debates in words."""

from django.utils.translation import gettext as _

from civic.notifications.models import NewsKind


def headline(event: str) -> str:
    """One sentence: what happened. The same on the page and in the letter."""
    words = {
        "debates.debate.opened": _("A public discussion of it has begun"),
        "debates.debate.concluded": _("The discussion is concluded: read what came of it"),
        "debates.opinion.given": _("Somebody replied to your opinion"),
        "debates.opinion.hidden": _("Something you wrote was hidden"),
        "debates.opinion.shown": _("Something you wrote is shown again"),
    }
    return words.get(event, str(NewsKind.DEBATED.label))
