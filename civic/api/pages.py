"""My page, tokens: a citizen or a developer makes a key for a program, and takes it back."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from civic.api.forms import TokenForm
from civic.api.models import ApiToken
from civic.api.tokens import TOKENS_PER_PERSON, TooManyTokens, create_token, revoke_token
from platform_core.accounts.models import User


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    form = TokenForm(request.POST or None)
    key = ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, key = create_token(user=_me(request), name=form.cleaned_data["name"])
            form = TokenForm()
        except TooManyTokens:
            form.add_error(
                None, _("You have %(count)s tokens already. Revoke one first.") % {"count": TOKENS_PER_PERSON}
            )
    mine = ApiToken.objects.filter(user=_me(request), revoked=False)
    context = {"form": form, "tokens": mine, "key": key, "section": "my_page"}
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def revocation(request: HttpRequest, prefix: str) -> HttpResponse:
    token = get_object_or_404(ApiToken, user=_me(request), prefix=prefix, revoked=False)
    revoke_token(token=token, by=_me(request))
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
    return HttpResponseRedirect(reverse("api_pages:tokens"))


def _me(request: HttpRequest) -> User:
    """Whoever is signed in; `login_required` let nobody else in."""
    return cast(User, request.user)
