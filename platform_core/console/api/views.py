"""Ordering an institution by a program: the form's checks, the form's verb, and the same answer for the same key."""

from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from platform_core.access import require
from platform_core.console.api.keys import OperatorKey, OperatorsOnly, OperatorThrottle, OrderThrottle
from platform_core.console.api.serializers import (
    CHOICES,
    OrderedSerializer,
    OrderSerializer,
    RefusedSerializer,
    told,
)
from tenants.designs.file import Design, DesignFaults, read_design
from tenants.designs.ordering import order_from, shipped
from tenants.machines.ordering import earlier_order, may_use_key, order_by_program
from tenants.models import Institution
from tenants.provisioning.asking import open_soon
from tenants.provisioning.batches.reading import host_of
from tenants.provisioning.looking import look_at
from tenants.provisioning.order import InstitutionOrder
from tenants.provisioning.placing import OrderRefused
from tenants.provisioning.run import AlreadyRunning, StepFailed, run_steps

KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="A key of your own for this order. Sent again with the same order it gives the same institution.",
)
REFUSALS = {
    401: OpenApiResponse(RefusedSerializer, description="No token, or one that is not good any more."),
    429: OpenApiResponse(RefusedSerializer, description="Too many requests."),
}
# What the order calls otherwise than the door does.
SENT_AS = {"host": "address", "design": "blueprint_file"}


class Door(APIView):
    authentication_classes = (OperatorKey,)
    permission_classes = (OperatorsOnly,)
    throttle_classes: tuple[type[BaseThrottle], ...] = (OperatorThrottle,)


class Orders(Door):
    throttle_classes = (OrderThrottle,)

    @extend_schema(
        operation_id="order_institution",
        parameters=[KEY],
        request=OrderSerializer,
        responses={
            201: OrderedSerializer,
            200: OpenApiResponse(OrderedSerializer, description="Ordered before, under the same key."),
            400: OpenApiResponse(RefusedSerializer, description="`invalid`: see `fields`."),
            409: OpenApiResponse(
                RefusedSerializer,
                description="`look_twice`: nothing is wrong, but look at `fields` and send `looked_at`; or "
                "`no_idempotency_key`, `key_used_otherwise`, `order_gone`.",
            ),
            **REFUSALS,
        },
    )
    def post(self, request: Request) -> Response:
        """Order an institution. It is opened by a worker: ask for it until its standing is `open`."""
        key = request.headers.get("Idempotency-Key", "")
        require(may_use_key(key))
        sent = OrderSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        asked = dict(sent.validated_data)
        operator: Any = request.user
        if before := earlier_order(operator=operator, key=key, sent=asked):
            return _answer(before, 200)
        try:
            order = _order(asked)
            look = look_at(order)
            if look.faults:
                raise OrderRefused(look.faults)
            if look.cautions and not asked["looked_at"]:
                return _look_twice(look.cautions)
            institution, made = order_by_program(
                operator=operator, key=key, sent=asked, order=order, at=timezone.now()
            )
        except OrderRefused as refused:
            return _invalid(refused.errors)
        if made:
            _open(institution)
        return _answer(institution, 201 if made else 200)


class Ordered(Door):
    @extend_schema(
        operation_id="read_order",
        responses={200: OrderedSerializer, 404: OpenApiResponse(RefusedSerializer), **REFUSALS},
    )
    def get(self, request: Request, pk: int) -> Response:
        """How far an opening is. Nothing of what happens inside an institution is told here."""
        return _answer(get_object_or_404(Institution, pk=pk), 200)


def _order(asked: dict[str, Any]) -> InstitutionOrder:
    """Raises OrderRefused for a blueprint that cannot be used."""
    try:
        if asked["blueprint_file"]:
            design = read_design(asked["blueprint_file"])
        else:
            design = shipped(asked["blueprint"]) if asked["blueprint"] else Design()
    except DesignFaults as refused:
        raise OrderRefused({"design": "; ".join(map(str, refused.faults[:20]))}) from None
    return order_from(
        design,
        name=asked["name"],
        host=host_of({"address": asked["address"]}),
        administrator_email=asked["administrator_email"],
        kind=asked["kind"],
        languages=tuple(asked["languages"]),
        **{name: asked[name] for name in CHOICES},
    )


def _open(institution: Institution) -> None:
    """By a worker; without one here and now. What fails is told by its step and resumed from the console."""
    if open_soon(institution):
        return
    try:
        run_steps(institution)
    except (StepFailed, AlreadyRunning):
        return


def _answer(institution: Institution, status: int) -> Response:
    institution.refresh_from_db()
    where = reverse("console:api_order", args=[institution.pk], urlconf=settings.PUBLIC_SCHEMA_URLCONF)
    return Response(told(institution), status, headers={"Location": where})


def _invalid(errors: dict[str, Any]) -> Response:
    return Response(_refused("invalid", _("Some of what was sent cannot be used."), "", errors), 400)


def _look_twice(cautions: dict[str, Any]) -> Response:
    what_next = _("If it is right, send the same order with “looked_at”: true.")
    return Response(
        _refused("look_twice", _("Nothing is wrong, but look at this twice."), what_next, cautions), 409
    )


def _refused(code: str, sentence: str, what_next: str, fields: dict[str, Any]) -> dict[str, Any]:
    told_fields = {SENT_AS.get(name, name): [str(said)] for name, said in fields.items()}
    return {"code": code, "sentence": sentence, "what_next": what_next, "fields": told_fields}
