"""만 14세: whether somebody is old enough, asked before anything else is, and kept as a yes only.

Neither a date nor a year is asked: what is not asked need not be kept. Below fourteen a guardian has to consent
(개인정보 보호법 제22조의2): where the institution takes children in, the child is led to asking one
(civic/identity/guardians.py); elsewhere accounts begin at that age, and a child is told what it can do instead.
"""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from platform_core.access.place import in_public, institution_here

FOURTEEN, OLDEST_LIMIT = 14, 19
YOUNGEST_CHILD = 7
OLD_ENOUGH, YOUNGER, AGAIN = "old_enough", "younger", "again"
_SAID = "age_said"

View = Callable[..., HttpResponseBase]


class AgeForm(forms.Form):
    age = forms.ChoiceField(
        choices=[(OLD_ENOUGH, _("Old enough")), (YOUNGER, _("Younger")), (AGAIN, _("Ask me again"))]
    )
    next = forms.CharField(required=False, max_length=2_000)
    # Whether `next` is a page that only waits for this answer.
    back = forms.BooleanField(required=False)


def youngest_here() -> int:
    """Full years: settings["youngest"] of the institution, never below fourteen."""
    said = (getattr(institution_here(), "settings", None) or {}).get("youngest")
    return said if isinstance(said, int) and FOURTEEN <= said <= OLDEST_LIMIT else FOURTEEN


def children_from() -> int:
    """Full years from which a child takes part with a guardian's consent: settings["children"]; 0 where none does."""
    said = (getattr(institution_here(), "settings", None) or {}).get("children")
    is_meant = isinstance(said, int) and YOUNGEST_CHILD <= said < FOURTEEN
    return said if is_meant and youngest_here() == FOURTEEN else 0  # type: ignore[return-value]


def is_a_child(request: HttpRequest) -> bool:
    """What this visitor has said: younger than that."""
    return bool(request.session.get(_SAID) == YOUNGER)


def is_old_enough(request: HttpRequest) -> bool:
    """What this visitor has said. Nobody else's session knows it, and signing out forgets it."""
    return bool(request.session.get(_SAID) == OLD_ENOUGH)


def age_first(view: View) -> View:
    """Before the page is shown, the question; what is sent to it is looked at by the form itself."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "POST" or request.user.is_authenticated or in_public() or is_old_enough(request):
            return view(request, *args, **kwargs)
        return ask_age(request)

    return guarded


def ask_age(request: HttpRequest, *, back: str = "") -> HttpResponse:
    """`back`: a page of ours that waits for the answer; without it signing up does."""
    context = {
        "back": bool(back),
        "youngest": youngest_here(),
        "is_too_young": request.session.get(_SAID) == YOUNGER,
        "next": back or wanted(request),
        "contact": _contact(),
        "children": children_from(),
    }
    return render(request, "account/age.html", context)


@require_POST
def age(request: HttpRequest) -> HttpResponse:
    """Notes the answer and leads to signing up, or to what a child can do."""
    form = AgeForm(request.POST)
    if not form.is_valid():
        return redirect("account_signup")
    said, after = form.cleaned_data["age"], own_path(request, form.cleaned_data["next"])
    if said == AGAIN:
        request.session.pop(_SAID, None)
    else:
        request.session[_SAID] = said
    if said == OLD_ENOUGH and after and form.cleaned_data["back"]:
        return redirect(after)
    return redirect(f"{reverse('account_signup')}{'?' + urlencode({'next': after}) if after else ''}")


def own_path(request: HttpRequest, said: str) -> str:
    """Where somebody says they want to go, if that is here; "" otherwise."""
    own = said.startswith("/") and url_has_allowed_host_and_scheme(said, allowed_hosts={request.get_host()})
    return said if own else ""


def wanted(request: HttpRequest) -> str:
    """The path that whoever signs in or up came for."""
    return own_path(request, request.POST.get("next", "") or request.GET.get("next", ""))


def _contact() -> list[str]:
    said = (getattr(institution_here(), "settings", None) or {}).get("contact") or []
    return [said] if isinstance(said, str) else list(said)
