"""Opening the pages of a debate, and reading them."""

import re
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from civic.debates.models import Card


def now():
    return timezone.now()


def page(visitor, address):
    response = visitor.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def at(held, *more):
    return "/".join([f"/debates/{held.pk}", *map(str, more)]).rstrip("/") + "/"


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def a_card(held, alt="막대그래프: 2023년 사고 12건, 2025년 31건"):
    stored = default_storage.save(f"cards/{uuid4().hex}.png", ContentFile(b"\x89PNG not really"))
    return Card.objects.create(
        debate=held,
        key=uuid4(),
        position=1,
        stored_as=stored,
        width=1080,
        height=1080,
        alt=alt,
        caption="사고",
    )
