"""Words and badges of the console."""

from datetime import timedelta
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from platform_core.console.event_words import EVENT_WORDS
from platform_core.ui.templatetags.ui import badge
from tenants.models import Institution, ProvisioningStep, Standing, StepState

register = template.Library()
STANDING_TONES: dict[str, str] = {
    Standing.OPEN: "good",
    Standing.PREPARING: "info",
    Standing.READ_ONLY: "warn",
    Standing.SUSPENDED: "bad",
}
STEP_TONES: dict[str, str] = {StepState.DONE: "good", StepState.FAILED: "bad", StepState.RUNNING: "info"}


@register.simple_tag
def standing_badge(institution: Institution) -> Any:
    return badge(institution.get_standing_display(), STANDING_TONES.get(institution.standing, "calm"))


@register.simple_tag
def step_badge(step: ProvisioningStep) -> Any:
    return badge(step.get_state_display(), STEP_TONES.get(step.state, "calm"))


@register.filter
def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


@register.filter
def event_words(event: Any) -> str:
    return str(EVENT_WORDS.get(event.kind, event.kind))


@register.simple_tag(takes_context=True)
def querystring_with(context: dict[str, Any], **changes: Any) -> str:
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = value
    return str(query.urlencode())


@register.filter
def lasting(long: timedelta) -> str:
    """“4 seconds”, “12 minutes”, “3 hours”, “5 days”: the largest unit that fits."""
    seconds = int(long.total_seconds())
    for size, words in (
        (86_400, lambda n: ngettext("%(n)s day", "%(n)s days", n)),
        (3_600, lambda n: ngettext("%(n)s hour", "%(n)s hours", n)),
        (60, lambda n: ngettext("%(n)s minute", "%(n)s minutes", n)),
    ):
        if seconds >= size:
            return words(seconds // size) % {"n": seconds // size}
    return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}


@register.simple_tag
def step_words(step: ProvisioningStep) -> Any:
    """What a step does, for who does not read paths."""
    words = {
        "tenants.provisioning.steps.create_schema": _("A house of its own in the database"),
        "billing.provisioning.start_plan": _("The plan begins"),
        "tenants.designs.provisioning.arrange_as_designed": _("Arranged as the blueprint says"),
        "themes.provisioning.choose_theme": _("The theme is put on"),
        "civic.processes.provisioning.publish_default_rules": _("Rules are published"),
        "civic.categories.provisioning.seed_categories": _("Categories are laid out"),
        "civic.people.provisioning.invite_first_administrator": _("The first administrator is invited"),
        "civic.demo.examples.lay_out_examples": _("Examples are laid out, where they were asked for"),
        "tenants.provisioning.steps.open_doors": _("The doors open"),
    }
    return words.get(step.path, step.path.rpartition(".")[2].replace("_", " "))
