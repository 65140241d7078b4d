"""Somebody who has both papers in view says that two names are one person, and can take it back."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.paper.folding import fold_by_hand, unfold
from civic.paper.models import Folding, PaperDeed
from civic.proposals.counting import exact_count, find_differences
from platform_core.access import Refused
from tests.civic.paper.conftest import KIM, LEE

SAME = {
    "first_name": KIM["name"],
    "first_contact": KIM["contact"],
    "second_name": "",
    "second_contact": LEE["contact"],
}


@pytest.fixture
def two(item, make_proposal, signs):
    """The one signed both, the other one of them."""
    other = make_proposal("다른 제안")
    one, again = signs(item, KIM).citizen, signs(item, LEE).citizen
    signs(other, KIM)
    return one, again, other


def test_first_it_is_shown_what_changes_then_it_is_counted_once_and_can_be_undone(
    two, item, officer, haneul, visit
):
    one, again, other = two
    desk, address = visit(haneul, as_=officer), reverse("desk:folding_by_hand")
    seen = desk.post(address, {**SAME, "do": "look"})
    change = seen.context["change"]
    assert (change.once, change.supports, change.entries) == ([item], 1, 2)
    assert (exact_count(item), Folding.objects.count()) == (2, 0)
    unsaid = desk.post(address, {**SAME, "do": "fold"})
    assert unsaid.status_code == 409 and KIM["contact"] in unsaid.content.decode()
    assert desk.post(address, {**SAME, "do": "fold", "reason": "본인이 말함"}).status_code == 302
    assert (exact_count(item), exact_count(other), find_differences()) == (1, 1, [])
    assert set(PaperDeed.objects.values_list("citizen", flat=True)) == {again.pk}
    assert KIM["contact"] not in urlencode(Folding.objects.values("moved", "reason").get())
    folding = Folding.objects.get()
    assert unfold(folding=folding, reason="다른 사람", by=officer, at=timezone.now())
    assert (exact_count(item), exact_count(other), find_differences()) == (2, 1, [])
    assert PaperDeed.objects.filter(citizen=one).count() == 2


def test_who_is_one_already_who_has_an_account_and_who_is_unknown(two, officer, make_citizen, haneul, visit):
    one, again, _other = two
    for into, code in ((one, "same_person"), (make_citizen(), "has_account")):
        with pytest.raises(Refused) as refusal:
            fold_by_hand(stand_in=one, into=into, reason="x", by=officer, at=timezone.now())
        assert refusal.value.verdict.code == code
    with pytest.raises(Refused) as refusal:
        fold_by_hand(stand_in=one, into=again, reason="x", by=make_citizen(), at=timezone.now())
    assert refusal.value.verdict.code == "not_allowed"
    unknown = {**SAME, "second_contact": "nobody@example.org", "do": "look"}
    assert visit(haneul, as_=officer).post(reverse("desk:folding_by_hand"), unknown).status_code == 422
