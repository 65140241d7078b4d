"""Reporting for machines: the same rules and the same queue as on the pages."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from civic.api.views import INVALID, REFUSALS, REFUSED
from civic.debates.queries import opinion_seen_by
from civic.journeys.reporting_abuse import report
from civic.moderation.kinds import Ground, Kind
from civic.moderation.things import Thing, thing_of
from civic.proposals.models import Comment, Standing
from civic.proposals.paging import LARGEST_ID
from civic.proposals.queries import proposals_visible_to
from platform_core.access import require
from platform_core.access.sources import source_key
from platform_core.access.verdict import no
from platform_core.accounts.guesses import Guesses
from platform_core.text.fields import check_text
from platform_core.text.normalise import clean_text

LONGEST = 500
# Of strangers, from one address, as on the pages.
REPORTS = Guesses("report", most=20, within=3_600)


class ReportInputSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(Kind.choices)
    number = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    ground = serializers.ChoiceField(Ground.choices)
    words = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)

    def validate_words(self, value: str) -> str:
        return check_text(value, clean=clean_text, max_characters=LONGEST)


class ReportedSerializer(serializers.Serializer):
    reported = serializers.BooleanField(help_text="Somebody looks at it.")
    changed = serializers.BooleanField(help_text="False when you had reported it already.")


class Reports(APIView):
    @extend_schema(
        operation_id="report",
        request=ReportInputSerializer,
        responses={200: ReportedSerializer, **INVALID, **REFUSALS, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Report what breaks the rules. Sent again, nothing is changed."""
        asked = ReportInputSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        person = request.user if request.user.is_authenticated else None
        address = BaseThrottle().get_ident(request) or ""
        if person is None:
            _count_stranger(address)
        changed = report(
            thing=_found(request, data["kind"], data["number"]),
            ground=data["ground"],
            words=data["words"],
            reporter=person,
            source="" if person else source_key(address),
            at=timezone.now(),
        )
        return Response({"reported": True, "changed": changed})


def _count_stranger(address: str) -> None:
    """Raises Refused."""
    if REPORTS.seconds_to_wait(address):
        require(no("too_many", _("Many reports have come from here in a short time."), _("Send a token.")))
    REPORTS.count_failure(address)


def _found(request: Request, kind: str, number: int) -> Thing:
    """The same 404 for absent, hidden and another institution's."""
    thing = thing_of(kind, number)
    if thing is None or thing.standing != Standing.OPEN:
        raise Http404
    if kind == Kind.OPINION:
        if opinion_seen_by(request.user, number) is None:
            raise Http404
        return thing
    below = thing.proposal_id if isinstance(thing, Comment) else thing.pk
    if not proposals_visible_to(request.user).filter(pk=below).exists():
        raise Http404
    return thing
