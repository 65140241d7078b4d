"""The whole story on one page: for whoever asks what became of an idea, and for whoever prints it for a meeting."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.portal.finding import find_proposal
from civic.portal.following import follow_panel
from civic.portal.page import house, render_page
from civic.portal.story_card import has_image, image_address
from civic.portal.story_facts import Facts, facts_of
from civic.portal.story_steps import steps_of
from civic.portal.story_strip import strip_of


@require_safe
def story(request: HttpRequest, number: int) -> HttpResponse:
    found = find_proposal(request, number)
    at = timezone.now()
    facts = facts_of(found, at)
    context = {
        "proposal": found,
        "strip": strip_of(facts),
        "steps": steps_of(facts, at),
        "items": list(facts.items.values()) if len(facts.items) > 1 else [],
        "days": _days(facts),
        "has_execution": bool(facts.carried) and any(one.proposal_id == found.pk for one in facts.carried),
        "follow": follow_panel(request, found),
        "address": house(request).address(reverse("portal:story", args=[found.pk])),
        "image": image_address(request, found),
        "is_public": has_image(found),
    }
    return render_page(request, "portal/execution/story.html", context, section="proposals")


def _days(facts: Facts) -> int | None:
    """Calendar days from the first idea to what changed; None until all of it is done."""
    ended = [one.execution.finished_at for one in facts.carried]
    if not ended or None in ended:
        return None
    first = min(one.submitted_at for one in facts.items.values())
    last = max(moment for moment in ended if moment is not None)
    return (timezone.localtime(last).date() - timezone.localtime(first).date()).days
