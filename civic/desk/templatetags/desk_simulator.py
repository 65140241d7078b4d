"""{% load desk_simulator %}: the simulator's words."""

from django import template

from civic.desk.simulator_page import month_words

register = template.Library()


@register.filter
def in_words(month: str) -> str:
    """‘2026-03’ as people write it."""
    return month_words(month)
