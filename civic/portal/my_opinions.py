"""My page: what I said in debates, and where I stand in each.

For somebody who changed their mind and asks which of their opinions counts.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from civic.debates.models import CurrentVote, Opinion
from civic.debates.queries import opinions_by
from civic.portal.finding import me
from civic.portal.me import SIZE, my_tabs
from civic.portal.page import page_or_first, render_page, way_on
from civic.proposals.models import Standing
from civic.proposals.paging import page_by_id


@login_required
@require_safe
def my_opinions(request: HttpRequest) -> HttpResponse:
    """Hidden ones too, with the reason; of each debate the one that is my vote is marked."""
    said = opinions_by(me(request)).exclude(standing=Standing.WITHDRAWN).select_related("debate__item")
    page = page_or_first(request, lambda cursor: page_by_id(said, cursor, SIZE))
    votes = _votes(page.rows)
    rows = [
        {
            "opinion": one,
            "is_vote": one.pk in votes,
            "is_gone": one.debate.item.standing != Standing.OPEN,
            "url": _place(one),
        }
        for one in page.rows
    ]
    context = {"rows": rows, "tabs": my_tabs("opinions"), **way_on(request, page)}
    return render_page(request, "portal/me/opinions.html", context, section="my_page")


def _votes(opinions: list[Opinion]) -> set[int]:
    """Which of them count now. One query."""
    found = CurrentVote.objects.filter(opinion__in=opinions)
    return set(found.values_list("opinion_id", flat=True))


def _place(opinion: Opinion) -> str:
    root: Any = opinion.parent_id or opinion.pk
    return f"{reverse('portal:debate_opinion', args=[opinion.debate_id, root])}#opinion-{opinion.pk}"
