"""How it works here: the stages and numbers of this institution's own rules, and how they changed.

For somebody who doubts that pressing a button leads anywhere.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.portal.home import three_steps
from civic.portal.page import render_page
from civic.portal.story import what_follows
from civic.portal.words import span
from civic.processes.document import Rules
from civic.processes.kinds import Rescue, StageKind
from civic.processes.models import ProcessVersion
from civic.processes.queries import PROPOSALS, current_version

VERSIONS_SHOWN = 50


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    version = current_version()
    rules = version.rules
    context = {
        "version": version,
        "steps": three_steps(rules),
        "stages": _stages(rules),
        "thresholds": [{"count": one.count, "follows": what_follows(one)} for one in rules.thresholds],
        "terms": _terms(rules),
        "versions": ProcessVersion.objects.filter(process__key=PROPOSALS).defer("document")[:VERSIONS_SHOWN],
    }
    return render_page(request, "portal/guide.html", context, section="guide")


def _stages(rules: Rules) -> list[dict[str, Any]]:
    language = get_language() or "ko"
    words = {
        StageKind.GATHERING: _("Everyone reads, supports and comments. Its author can still change it."),
        StageKind.REVIEWING: _("Enough people support it. Staff find the department that is in charge."),
        StageKind.ANSWERING: _("The department prepares its answer. Everyone sees by when it is due."),
        StageKind.CARRYING_OUT: _("It was adopted. The department tells what is planned, done and achieved."),
        StageKind.CLOSED: _("It is finished. The whole story stays here to read."),
    }
    return [
        {"kind": one.kind.value, "label": one.label(language), "text": words[one.kind]}
        for one in rules.stages
    ]


def _terms(rules: Rules) -> list[tuple[str, str]]:
    answer = rules.answer
    terms = [
        (_("Time for support"), _("%(days)s days, to the end of the last day") % {"days": rules.window_days}),
        (_("Time for the answer"), span(answer.days, answer.unit)),
    ]
    if answer.extensions:
        more = {"count": answer.extensions, "span": span(answer.extension_days, answer.unit)}
        words = ngettext(
            "at most once by %(span)s, with a public reason",
            "at most %(count)s times by %(span)s, with a public reason",
            answer.extensions,
        )
        terms.append((_("Postponing an answer"), words % more))
    if rules.rescue != Rescue.NONE:
        terms.append(
            (
                _("Below the threshold"),
                _("A worthy proposal may be taken up all the same, with a public reason."),
            )
        )
    return terms
