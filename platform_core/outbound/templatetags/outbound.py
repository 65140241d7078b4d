"""{% load outbound %}: the way to the demo's inbox, where there is one."""

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@register.simple_tag
def local_inbox_url() -> str:
    """Empty outside the demo."""
    return reverse("outbound:inbox") if settings.DEMO else ""
