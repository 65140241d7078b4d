"""Invitation codes and letters with codes. Opened by whoever gives them out and whoever prints them."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.forms.codes import CodesForm
from civic.desk.gate import colleague, staff_page
from civic.desk.looking import shows, takes
from civic.identity.codes import end_codes, make_codes
from civic.identity.letters import let_old_ones_go, letters_to_print, print_letter
from civic.identity.models import CodeBatch, PostalCheck
from civic.people.confirming import may_confirm
from civic.privacy.places import Place
from platform_core.access import Refused, no, require
from platform_core.access.sealing import BrokenSeal
from platform_core.documents.letterhead import on_paper
from platform_core.documents.pdf import pdf_is_here, render_pdf
from platform_core.outbound.sender import home_address

MOST_SHOWN = 100


@never_cache
@require_http_methods(["GET", "POST"])
@staff_page
def codes(request: HttpRequest) -> HttpResponse:
    """The codes themselves are in the answer to the form that makes them, and nowhere after that."""
    require(may_confirm(request.user))
    form = CodesForm(request.POST or None)
    if form.is_valid():
        made = make_codes(**form.values(), by=colleague(request), at=timezone.now())
        return render(request, "desk/codes_made.html", {"batch": made.batch, "codes": made.codes})
    batches = CodeBatch.objects.select_related("made_by").annotate(
        used=Count("codes", filter=Q(codes__used_at__isnull=False))
    )
    context = {"form": form, "batches": batches[:MOST_SHOWN], "now": timezone.now()}
    return render(request, "desk/codes.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def codes_end(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_confirm(request.user))
    batch = get_object_or_404(CodeBatch, pk=pk)
    if end_codes(batch=batch, by=colleague(request), at=timezone.now()):
        messages.success(request, _("What was not used yet is good no longer."))
    return redirect("desk:codes")


@require_safe
@staff_page
def postal_checks(request: HttpRequest) -> HttpResponse:
    require(may_confirm(request.user))
    let_old_ones_go(at=timezone.now())
    letters = list(letters_to_print())
    shows(request, Place.LETTERS, [one.user_id for one in letters])
    context = {"letters": letters, "pdf_is_here": pdf_is_here()}
    return render(request, "desk/postal_checks.html", context)


@never_cache
@require_POST
@staff_page
def postal_check_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter, once: address and code are on the paper and not here any more."""
    require(may_confirm(request.user))
    check = get_object_or_404(PostalCheck.objects.select_related("user"), pk=pk)
    try:
        with transaction.atomic():  # a letter that could not be drawn was not printed
            printed = print_letter(check=check, by=colleague(request), at=timezone.now())
            paper = _paper(request, check, *printed) if printed is not None else None
    except BrokenSeal:
        raise Refused(no("sealed_elsewhere", _("This address cannot be read any more."))) from None
    if paper is None:
        messages.info(request, _("This letter was printed already, or called off."))
        return redirect("desk:postal_checks")
    takes(request, Place.LETTER, [check.user_id], reason=_("To be sent by post"), number=check.pk)
    return paper


def _paper(request: HttpRequest, check: PostalCheck, address: str, code: str) -> HttpResponse:
    """A PDF; where none can be made, a page for the printer. In the language of whoever gets it."""
    institution = request.tenant  # type: ignore[attr-defined]
    context = {
        "lines": address.splitlines(),
        "code": code,
        "institution": institution,
        "where": home_address("/me/confirmations/"),
        "day": timezone.now(),
    }
    with override(check.user.language or institution.default_language):
        html = on_paper("desk/postal_letter.html", context)
        if not pdf_is_here():
            return HttpResponse(html)
        response = HttpResponse(render_pdf(html, title=_("Your code")), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="letter-{check.pk}.pdf"'
    return response
