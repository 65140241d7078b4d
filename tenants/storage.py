"""Files live in a folder named after the institution's immutable key: on a disk, or in a bucket (tenants/bucket.py)."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage

from tenants.context import here
from tenants.provisioning.blueprint.opening import check_schema_name


def schema_at_hand() -> str:
    """Raises ImproperlyConfigured outside an institution: there is no shared folder."""
    institution = here()
    if institution is None:
        raise ImproperlyConfigured("A file was asked for outside any institution.")
    return str(institution.schema_name)


class InstitutionStorage(FileSystemStorage):
    """A file system storage whose root is decided at each call, by the institution at hand."""

    @property
    def base_location(self) -> str:
        return str(settings.MEDIA_ROOT)

    @property
    def location(self) -> str:
        return str(Path(self.base_location) / schema_at_hand())

    def url(self, name: str | None) -> str:
        # Files are served by a view that checks who asks; a storage URL would walk around it.
        raise SuspiciousFileOperation("Files have no address of their own.")

    def keep_as(self, name: str, pieces: Iterable[bytes]) -> bool:
        """Under exactly this name. False, and nothing is written, when there is one already.

        Raises SuspiciousFileOperation for a name that leads out of the folder, OSError when it cannot be kept.
        """
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            return False
        # It has its name when it is whole: half a file would be taken for the file by whoever tries again.
        part = path.with_name(f".{uuid4().hex}.part")
        try:
            with part.open("xb") as file:
                file.writelines(pieces)
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)
        return True

    def size_of(self, schema: str) -> tuple[int, int]:
        """How many files an institution has, and their bytes; what vanishes meanwhile counts nothing."""
        count = size = 0
        for one in self._folder(schema).rglob("*"):
            try:
                if one.is_file():
                    count, size = count + 1, size + one.stat().st_size
            except OSError:
                continue
        return count, size

    def remove_all_of(self, schema: str) -> None:
        shutil.rmtree(self._folder(schema), ignore_errors=True)

    def _folder(self, schema: str) -> Path:
        return Path(self.base_location) / check_schema_name(schema)
