"""News of the institution's questions, each in one sentence."""

from typing import Any

from django.utils.translation import gettext as _

from civic.notifications.models import NewsKind


def headline(event: str, data: dict[str, Any]) -> str:
    match event:
        case "questions.review.asked":
            return _("A question to citizens waits for your department's review")
        case "questions.review.agreed":
            return _("The department agreed to a question to citizens")
        case "questions.review.changes_asked":
            return _("The department asks for changes in a question to citizens")
        case "questions.question.returned":
            return _("A question to citizens went back to an earlier step")
        case "questions.question.scheduled":
            return _("A question to citizens has its day of publication")
        case "questions.question.stopped":
            return _("A question to citizens could not be published")
        case "questions.question.published":
            return _("A question to citizens was published")
        case "questions.question.withdrawn":
            return _("A question to citizens was withdrawn")
        case "questions.result.handed_over":
            return _("The result of a question was handed to your department")
    return str(NewsKind.ASKING.label)
