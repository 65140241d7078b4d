"""Where an institution's own mail server tells what came back. Anybody may knock; only what is signed is read."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from platform_core.outbound.bounces import note_bounce, signs
from platform_core.outbound.reports import LARGEST, NoReport, read_report

SIGNED = "X-Madang-Signature"


@csrf_exempt  # a machine knocks: its signature is its key
@require_POST
def bounces(request: HttpRequest) -> HttpResponse:
    """The report as it came (message/rfc822). The same one twice changes nothing; neither does one about no letter."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    if not said.isdigit() or int(said) > LARGEST:
        return JsonResponse({"code": "too_large"}, status=413)
    if not signs(request.body, request.headers.get(SIGNED, "")):
        return JsonResponse({"code": "forged"}, status=403)
    try:
        report = read_report(request.body)
    except NoReport:
        return JsonResponse({"code": "no_report"}, status=422)
    changed = note_bounce(report=report, at=timezone.now())
    return JsonResponse({"code": "ok", "changed": changed})
