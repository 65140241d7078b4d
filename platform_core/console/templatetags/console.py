"""Words and badges of the console."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from platform_core.ui.templatetags.ui import badge
from tenants import events
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


@register.simple_tag
def health_badge(usage: Any, stuck: bool) -> Any:
    if usage is None:
        return badge(_("No schema yet"), "calm")
    if stuck:
        return badge(_("Work is waiting"), "bad")
    if usage.failed_letters:
        return badge(_("Letters fail"), "warn")
    return badge(_("Well"), "good")


@register.filter
def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f}"


@register.filter
def event_words(event: Any) -> str:
    words = {
        events.ORDERED: _("Ordered"),
        events.OPENED: _("Opened"),
        events.RENAMED: _("Renamed"),
        events.DESCRIBED: _("Home page described"),
        events.ENTITLED: _("Plan set"),
        events.READ_ONLY: _("Made read-only"),
        events.SUSPENDED: _("Suspended"),
        events.REOPENED: _("Reopened"),
        events.ARCHIVED: _("Archived"),
    }
    return words.get(event.kind, event.kind)


@register.simple_tag(takes_context=True)
def querystring_with(context: dict[str, Any], **changes: Any) -> str:
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = value
    return str(query.urlencode())
