"""What the rows of files have in common; a room adds what its files belong to."""

from typing import Any
from uuid import uuid4

from django.db import models

from platform_core.files.originals import Original
from platform_core.files.taking import TakenIn


class StoredFile(models.Model):
    """Fetched by its key, shown under its name, kept under a name nobody can guess."""

    key = models.UUIDField(unique=True)
    stored_as = models.CharField(max_length=200)
    name = models.TextField()
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()

    class Meta:
        abstract = True


class DescribedFile(StoredFile):
    """A picture, with what it shows for whoever does not see it, or a document."""

    is_image = models.BooleanField(default=False)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    alt = models.TextField(blank=True)

    class Meta:
        abstract = True


def stored_columns(file: TakenIn | Original, stored_as: str) -> dict[str, Any]:
    """The columns of a StoredFile. `size` is in bytes."""
    return {
        "key": uuid4(),
        "stored_as": stored_as,
        "name": file.name,
        "content_type": file.content_type,
        "size": len(file.content),
    }


def described_columns(taken: TakenIn, stored_as: str, alt: str) -> dict[str, Any]:
    """The columns of a DescribedFile; only a picture is described."""
    return {
        **stored_columns(taken, stored_as),
        "is_image": taken.is_image,
        "width": taken.width,
        "height": taken.height,
        "alt": alt if taken.is_image else "",
    }
