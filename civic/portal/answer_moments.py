"""What happened to an answer on its way, for the story of its proposal: asked back, said in between, brought up."""

from datetime import datetime

from django.utils.translation import gettext as _

from civic.answers.models import AnswerRequest, InterimAnswer, Pause, PauseEnd
from civic.answers.terms import lies_with
from civic.portal.moment import Moment


def on_the_way(request: AnswerRequest, at: datetime) -> list[Moment]:
    """As it is at `at`, whether or not a worker has written it down."""
    return [
        *[moment for pause in request.pauses.all() for moment in _stood_still(pause, at)],
        *[_said_in_between(request, interim) for interim in request.interims.all()],
        *_brought_up(request, at),
    ]


def _stood_still(pause: Pause, at: datetime) -> list[Moment]:
    text = _("What is asked for: %(reason)s") % {"reason": pause.reason}
    asked = Moment(
        "clock", _("The author was asked for something; days stand still"), pause.started_at, text=text
    )
    if at < pause.until or pause.ended_as == PauseEnd.ANSWERED:
        return [asked]
    if pause.ended_as == PauseEnd.SUPPLIED:
        return [asked, Moment("comment", _("The author answered; days count again"), pause.until)]
    return [asked, Moment("clock", _("Days count again"), pause.until)]


def _said_in_between(request: AnswerRequest, interim: InterimAnswer) -> Moment:
    return Moment(
        "megaphone",
        _("An interim answer was given"),
        interim.at,
        url=f"#interim-{interim.pk}",
        url_label=_("Read it in full"),
        who=request.answerer_name,
    )


def _brought_up(request: AnswerRequest, at: datetime) -> list[Moment]:
    since = request.escalated_since(at)
    if since is None:
        return []
    title = _("So late that it lies with: %(who)s") % {"who": lies_with(request)}
    return [Moment("warning", title, since, tone="bad")]
