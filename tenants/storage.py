"""Files live in a folder named after the institution's immutable key."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage

from tenants.context import here


class InstitutionStorage(FileSystemStorage):
    """A file system storage whose root is decided at each call, by the institution at hand.

    Raises ImproperlyConfigured outside an institution: there is no shared folder.
    """

    @property
    def base_location(self) -> str:
        return str(settings.MEDIA_ROOT)

    @property
    def location(self) -> str:
        institution = here()
        if institution is None:
            raise ImproperlyConfigured("A file was asked for outside any institution.")
        return str(Path(self.base_location) / institution.schema_name)

    def url(self, name: str | None) -> str:
        # Files are served by a view that checks who asks; a storage URL would walk around it.
        raise SuspiciousFileOperation("Files have no address of their own.")
