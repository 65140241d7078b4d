"""What stands beside the password on the page for signing in."""

from collections.abc import Callable, Sequence
from typing import Any

from django import template
from django.conf import settings
from django.utils.module_loading import import_string

from platform_core.accounts import ages

register = template.Library()


@register.simple_tag
def ways_in() -> Sequence[Any]:
    """Services that people may come in with here, as the floor above keeps them."""
    ask: Callable[[], Sequence[Any]] = import_string(settings.WAYS_IN)
    return ask()


@register.simple_tag(takes_context=True)
def wanted_page(context: template.Context) -> str:
    """The path that whoever signs in came for; "" for none."""
    request = context.get("request")
    return ages.wanted(request) if request is not None else ""


@register.simple_tag
def youngest_here() -> int:
    return ages.youngest_here()


@register.simple_tag(takes_context=True)
def age_was_said(context: template.Context) -> bool:
    request = context.get("request")
    return request is not None and ages.is_old_enough(request)
