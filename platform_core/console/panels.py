"""Parts of an institution's page. Each room shows its own: the page knows none of them.

    @panel("console/panels/domains.html", position=30)
    def domains(request, institution) -> dict | None: ...

What the function returns is what its template is told, with `institution`; None leaves the panel out. The module
must be imported when addresses are (urls.py does that for the module of the panel's own forms).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from tenants.models import Institution

Facts = Callable[[HttpRequest, Institution], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    position: int
    template: str
    facts: Facts


_panels: list[Panel] = []


def panel(template: str, *, position: int) -> Callable[[Facts], Facts]:
    """Lower positions stand higher: figures 10, steps 40, standing 60, history 90."""

    def register(facts: Facts) -> Facts:
        if not any(known.template == template for known in _panels):
            _panels.append(Panel(position, template, facts))
            _panels.sort(key=lambda one: (one.position, one.template))
        return facts

    return register


def drawn(request: HttpRequest, institution: Institution) -> list[str]:
    """Every panel that has something to say, from top to bottom."""
    told = [(one.template, one.facts(request, institution)) for one in _panels]
    return [
        render_to_string(template, {"institution": institution, **facts}, request)
        for template, facts in told
        if facts is not None
    ]
