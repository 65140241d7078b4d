"""{% load wording %}{% explained notice.body_html %}: an official text, its words explained. Never for citizens' texts."""

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from civic.wording.explaining import explained as explain

register = template.Library()


@register.simple_tag(takes_context=True)
def explained(context: Context, html: str) -> SafeString:
    """The text, links at its words, and below it what they mean."""
    text = explain(html or "")
    [said] = text.parts
    if not text.terms:
        return said
    return said + render_to_string("ui/components/terms.html", terms_context(text.terms, context))


def terms_context(terms: Any, context: Context) -> dict[str, Any]:
    return {"terms": terms, "open": getattr(context.get("display"), "is_plain", False)}
