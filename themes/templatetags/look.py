"""{% load look %}: where the pictures of an institution are."""

from django import template

from themes.icons import share_key

register = template.Library()


@register.simple_tag
def share_address(home: str, icon_key: str, name: str, language: str) -> str:
    """Absolute: a messenger asks it without a page around it."""
    return f"{home.rstrip('/')}/share-{share_key(icon_key, name, language)}.png"
