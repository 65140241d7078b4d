"""Card news: pictures in an order, each with its words. No script is needed to put them in order."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.debates import preparing
from civic.debates.models import Card
from civic.debates.rules import may_prepare
from civic.desk.forms.debates_material import CardForm, CardWordsForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.debates import find_debate
from platform_core.access import Refused, require


@require_http_methods(["GET", "POST"])
@staff_page
def cards(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_debate(request, pk)
    require(may_prepare(request.user, found))
    me = colleague(request)
    is_sent = request.method == "POST"
    form = CardForm(request.POST, request.FILES, person=me.pk) if is_sent else CardForm(person=me.pk)
    if form.is_valid() and form.taken is not None:
        try:
            preparing.add_card(
                debate=found,
                image=form.taken,
                alt=form.cleaned_data["alt"],
                caption=form.cleaned_data["caption"],
                by=me,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("picture", str(refusal.verdict.sentence))
        else:
            messages.success(request, _("Added behind the others."))
            return redirect("desk:debate_cards", pk)
    if is_sent:
        form.keep()
    context = {"form": form, "debate": found, "cards": found.cards.all()}
    return render(request, "desk/debates/cards.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def card(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The words of one card."""
    found = find_debate(request, pk)
    require(may_prepare(request.user, found))
    known = get_object_or_404(Card.objects.select_related("debate"), debate=found, key=key)
    form = CardWordsForm(request.POST or None, card=known)
    if form.is_valid():
        preparing.change_card(card=known, **form.cleaned_data, by=colleague(request), at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("desk:debate_cards", pk)
    context = {"form": form, "debate": found, "card": known}
    return render(request, "desk/debates/card.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff_page
def card_place(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """`move` is up or down."""
    found = find_debate(request, pk)
    known = get_object_or_404(Card.objects.select_related("debate"), debate=found, key=key)
    preparing.move_card(
        card=known, up=request.POST.get("move") == "up", by=colleague(request), at=timezone.now()
    )
    return redirect("desk:debate_cards", pk)


@require_POST
@staff_page
def card_removal(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    found = find_debate(request, pk)
    known = get_object_or_404(Card.objects.select_related("debate"), debate=found, key=key)
    preparing.remove_card(card=known, by=colleague(request), at=timezone.now())
    messages.success(request, _("The card is gone."))
    return redirect("desk:debate_cards", pk)
