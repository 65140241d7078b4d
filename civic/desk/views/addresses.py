"""Addresses and senders. Opened by an administrator beside whoever keeps the city's domain, mostly once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.desk.forms.addresses import DomainForm, SenderForm
from civic.desk.gate import colleague, staff_page
from civic.journeys import addresses as house
from platform_core.access import require
from platform_core.outbound.bounces import count_aside
from platform_core.outbound.models import OwnSender, SenderState
from platform_core.outbound.own_sender import own_sender, records_of
from tenants.domains.looking import records_for, what_is_missing
from tenants.models import DomainState, OwnDomain

_TONES = {
    DomainState.LIVE: "good",
    DomainState.FAILING: "overdue",
    DomainState.LOST: "overdue",
    DomainState.TAKEN: "overdue",
}


@require_http_methods(["GET", "POST"])
@staff_page
def addresses(request: HttpRequest) -> HttpResponse:
    require(house.may_manage_addresses(request.user))
    form = DomainForm(request.POST or None)
    if form.is_valid():
        try:
            asked = house.ask_for_domain(
                domain=form.cleaned_data["domain"], by=colleague(request), at=timezone.now()
            )
        except ValidationError as fault:
            form.add_error("domain", fault)
        else:
            messages.success(request, _("Now write the two records below where your domain is kept."))
            return redirect(f"{request.path}#domain-{asked.pk}")
    return _page(request, domain_form=form)


def _page(
    request: HttpRequest, *, domain_form: DomainForm | None = None, sender_form: SenderForm | None = None
) -> HttpResponse:
    known = own_sender()
    context = {
        "domain_form": domain_form or DomainForm(),
        "sender_form": sender_form or SenderForm(auto_id="sender_%s"),
        "domains": [_domain(one) for one in house.own_domains()],
        "hosts": house.hosts_here(),
        "one_address": bool(request.tenant.settings.get("one_address")),  # type: ignore[attr-defined]
        "sender": known,
        "returning": count_aside(timezone.now()),
        "sender_records": records_of(known) if known else [],
        "sender_is_used": known is not None and known.state == SenderState.PROVEN,
    }
    wrong = any(form is not None and form.is_bound for form in (domain_form, sender_form))
    return render(request, "desk/addresses.html", context, status=422 if wrong else 200)


def _domain(own: OwnDomain) -> dict[str, Any]:
    is_proven = own.proven_at is not None and own.failing_since is None
    return {
        "own": own,
        "tone": _TONES.get(DomainState(own.state), "calm"),
        "records": records_for(own.domain, own.proof, is_proven=is_proven, leads_here=own.leads_here),
        "missing": what_is_missing(is_proven=is_proven, leads_here=own.leads_here),
    }


@require_POST
@staff_page
def look(request: HttpRequest, pk: int) -> HttpResponse:
    require(house.may_manage_addresses(request.user))
    own = _find(pk)
    state = house.look_at_domain(own=own, by=colleague(request), at=timezone.now())
    found = _find(pk)
    if found.silent_at is not None:
        messages.warning(
            request, _("No name server answered. Nothing was changed; try again in a few minutes.")
        )
    elif state == DomainState.LIVE:
        messages.success(request, _("%(domain)s leads here.") % {"domain": own.domain})
    else:
        messages.info(
            request,
            _(
                "Not yet. A new record may take some hours to be seen; we look by ourselves every ten minutes."
            ),
        )
    return redirect("desk:addresses")


@require_http_methods(["GET", "POST"])
@staff_page
def giving_back(request: HttpRequest, pk: int) -> HttpResponse:
    require(house.may_manage_addresses(request.user))
    own = _find(pk)
    if request.method == "POST":
        house.release_domain(own=own, by=colleague(request), at=timezone.now())
        messages.success(request, _("%(domain)s no longer leads here.") % {"domain": own.domain})
        return redirect("desk:addresses")
    return render(request, "desk/address_return.html", {"own": own})


@require_POST
@staff_page
def main_address(request: HttpRequest) -> HttpResponse:
    require(house.may_manage_addresses(request.user))
    done = house.choose_main_address(
        domain=request.POST.get("domain", ""),
        others_lead_there=request.POST.get("others") == "on",
        by=colleague(request),
        at=timezone.now(),
    )
    if done:
        messages.success(request, _("Letters and links name this address from now on."))
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect("desk:addresses")


@require_http_methods(["GET", "POST"])
@staff_page
def sender(request: HttpRequest) -> HttpResponse:
    require(house.may_manage_addresses(request.user))
    if request.method == "GET":
        return redirect("desk:addresses")
    form = SenderForm(request.POST, auto_id="sender_%s")
    if form.is_valid():
        try:
            house.ask_for_sender(
                address=form.cleaned_data["address"], by=colleague(request), at=timezone.now()
            )
        except ValidationError as fault:
            form.add_error("address", fault)
        else:
            messages.success(
                request, _("Now write the records below where the domain of this address is kept.")
            )
            return redirect("desk:addresses")
    return _page(request, sender_form=form)


@require_POST
@staff_page
def sender_look(request: HttpRequest) -> HttpResponse:
    require(house.may_manage_addresses(request.user))
    state = house.look_at_sender(sender=_sender(), by=colleague(request), at=timezone.now())
    if state == SenderState.PROVEN:
        messages.success(request, _("Your letters come from this address. Send yourself a trial letter."))
    else:
        messages.info(request, _("Not yet. A new record may take some hours to be seen."))
    return redirect("desk:addresses")


@require_POST
@staff_page
def sender_trial(request: HttpRequest) -> HttpResponse:
    house.send_trial(by=colleague(request), at=timezone.now())
    messages.success(
        request, _("A trial letter is on its way to %(address)s.") % {"address": colleague(request).email}
    )
    return redirect("desk:addresses")


@require_POST
@staff_page
def sender_end(request: HttpRequest) -> HttpResponse:
    if house.give_up_sender(by=colleague(request), at=timezone.now()):
        messages.success(request, _("Letters come from the platform's address again."))
    return redirect("desk:addresses")


def _find(pk: int) -> OwnDomain:
    found = house.find_domain(pk)
    if found is None:
        raise Http404
    return found


def _sender() -> OwnSender:
    known = own_sender()
    if known is None:
        raise Http404
    return known
