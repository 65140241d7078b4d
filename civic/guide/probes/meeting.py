"""Whether gatherings and paper are as open, careful and finished as what happens online."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from civic.gatherings.models import Gathering
from civic.guide.probes.finding import About, Found, of_all
from civic.paper.models import PaperSheet


def gathering_accessible(about: About, at: datetime) -> Found:
    """Of what is announced: what access there is, is said."""
    found = _gatherings(about).exclude(published_at=None)
    return of_all(found, found.filter(access={}), "gathering")


def consent_and_retention(about: About, at: datetime) -> Found:
    """Of those with sign-up: what people agree to, and until when the list is kept."""
    found = _gatherings(about).filter(takes_signups=True)
    return of_all(found, found.filter(Q(consent_text="") | Q(kept_until=None)), "gathering")


def minutes_published(about: About, at: datetime) -> Found:
    over = _gatherings(about).filter(ends_at__lte=at).exclude(published_at=None)
    return of_all(over, over.filter(minutes_at=None), "gathering")


def gathering_minutes_on_debate(about: About, at: datetime) -> Found:
    """Of the gatherings of this debate, or of any debate in the year, that are over."""
    over = _gatherings(about).filter(ends_at__lte=at)
    over = over.filter(debates=about.number) if about.kind == "debate" else over.exclude(debates=None)
    return of_all(over, over.filter(minutes_at=None), "gathering")


def people_lists_destroyed(about: About, at: datetime) -> Found:
    """Of the lists whose last day has passed."""
    past = Gathering.objects.filter(takes_signups=True, kept_until__lt=timezone.localdate(at))
    return of_all(past, past.filter(destroyed_at=None), "gathering")


def sheets_entered_twice(about: About, at: datetime) -> Found:
    """Of the sheets somebody began to type since the year began: two people did, and it was carried out."""
    typed = PaperSheet.objects.filter(first_at__gte=about.since, first_at__lt=about.until, cancelled_at=None)
    return of_all(typed, typed.filter(Q(second_at=None) | Q(carried_at=None)), "sheet", "place")


def _gatherings(about: About) -> "QuerySet[Gathering]":
    found = Gathering.objects.filter(cancelled_at=None)
    if about.kind == "gathering":
        return found.filter(pk=about.number)
    if about.kind == "debate":
        return found
    return found.filter(begins_at__gte=about.since, begins_at__lt=about.until)


PROBES = {
    "gathering_accessible": gathering_accessible,
    "consent_and_retention": consent_and_retention,
    "minutes_published": minutes_published,
    "gathering_minutes_on_debate": gathering_minutes_on_debate,
    "people_lists_destroyed": people_lists_destroyed,
    "sheets_entered_twice": sheets_entered_twice,
}
