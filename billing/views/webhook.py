"""Where Stripe tells us that something happened. Anybody may knock; only what is signed over its raw bytes is stored."""

import logging

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from kombu.exceptions import OperationalError

from billing.gateway.by_stripe import Forged, is_live, opened
from billing.tasks import act_on_events
from billing.webhooks import store_event

log = logging.getLogger("madang.billing")
# Stripe's own events stay far below.
LARGEST = 512 * 1024


@csrf_exempt  # a machine knocks: its signature is its key
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    if not settings.STRIPE_WEBHOOK_SECRET:
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return JsonResponse({"code": "too_large"}, status=413)
    try:
        told = opened(request.body, request.headers.get("Stripe-Signature", ""))
    except Forged:
        return JsonResponse({"code": "forged"}, status=400)
    if store_event(told=told, live=is_live(), at=timezone.now()) is not None:
        try:
            act_on_events.delay()
        except OperationalError:
            log.info("No broker: the next sweep acts on it.")
    return JsonResponse({"code": "ok"})
