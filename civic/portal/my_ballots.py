"""My page: where I have voted. What I chose stands with each vote, until it is counted."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.ballots.queries import ballots_visible_to, votes_by
from civic.portal.ballot_words import MARKS
from civic.portal.finding import me
from civic.portal.me import SIZE, my_tabs
from civic.portal.page import page_or_first, render_page, way_on
from civic.proposals.paging import page_by_id


@login_required
@require_safe
def my_ballots(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    page = page_or_first(request, lambda cursor: page_by_id(votes_by(me(request)), cursor, SIZE))
    shown = ballots_visible_to(request.user).filter(pk__in=[row.ballot_id for row in page.rows])
    visible = set(shown.values_list("pk", flat=True))
    rows = [
        {"vote": row, "is_gone": row.ballot_id not in visible, "mark": MARKS[row.ballot.state_at(at)]}
        for row in page.rows
    ]
    context = {"rows": rows, "tabs": my_tabs("ballots"), **way_on(request, page)}
    return render_page(request, "portal/me/ballots.html", context, section="my_page")
