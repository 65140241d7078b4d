"""{% load korean %}{{ proposal.title|josa:"을/를" }}"""

from django import template

from platform_core.text import josa as particles

register = template.Library()


@register.filter(is_safe=True)
def josa(word: object, pair: str) -> str:
    """The word with the fitting particle, in templates and translations that are Korean anyway."""
    return particles.josa(str(word), pair)


@register.filter
def particle(word: object, pair: str) -> str:
    """Only the particle, for a word that stands in markup: <b>{{ name }}</b>{{ name|particle:"은/는" }}"""
    return particles.particle(str(word), pair)
