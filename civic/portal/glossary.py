"""/glossary/: words of administration in plain ones."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from civic.portal.page import render_page
from civic.wording.glossary import glossary as words_here

LONGEST_QUERY = 60


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """All of them by their letters, or those with the words looked for."""
    words = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    entries = words_here().entries
    if words:
        wanted = words.casefold()
        entries = tuple(
            one for one in entries if wanted in " ".join((one.term, *one.also, one.meaning)).casefold()
        )
    groups = [(letter, list(some)) for letter, some in groupby(entries, key=lambda one: one.letter)]
    context = {"groups": groups, "words": words, "longest_query": LONGEST_QUERY, "count": len(entries)}
    return render_page(request, "portal/glossary.html", context, section="")
