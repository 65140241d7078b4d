"""What taking part brings, for machines: read-only, open to everyone, the same numbers as on the page."""

from datetime import timedelta

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from civic.api.effect_serializers import EffectSerializer
from civic.api.views import REFUSALS
from civic.efficacy.periods import By, chosen, latest
from civic.efficacy.queries import counted_until, numbers_by_period
from civic.efficacy.words import INDICATORS


class Effect(APIView):
    @extend_schema(
        operation_id="read_effect",
        parameters=[OpenApiParameter("by", enum=By.values, description="Quarters, if nothing is asked for.")],
        responses={200: EffectSerializer, **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        """How many are answered, in time and carried out; who takes part; whether people hear of it."""
        by, until = chosen(request.query_params.get("by")), counted_until()
        found = numbers_by_period(latest((until or timezone.localdate()) - timedelta(days=1), by))
        return Response(
            {
                "by": by.value,
                "counted_before": until,
                "meanings": {one.key: str(one.meaning) for one in INDICATORS},
                "units": {one.key: one.unit for one in INDICATORS},
                "periods": [
                    {
                        "begins_on": period.begins,
                        "ends_before": period.ends,
                        "numbers": {one.key: one.of(numbers) for one in INDICATORS},
                    }
                    for period, numbers in found.items()
                ],
            }
        )
