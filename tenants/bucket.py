"""Files in a bucket of a service that speaks S3, under PREFIX/<the institution's key>/.

Nothing in it has an address that visitors learn: a file is fetched by us when its view has said yes, as from a disk. The
static site of an archived institution stays on the disk (MEDIA_ROOT), where pages are served file by file.

Old versions, in a bucket that keeps them, are what a backup is for a disk; with an institution they go, too.
"""

from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import SuspiciousFileOperation, SuspiciousOperation
from storages.backends.s3 import S3Storage

from tenants.provisioning.blueprint.opening import check_schema_name
from tenants.storage import InstitutionStorage, schema_at_hand

# A store that hangs must not hang a page for minutes. Checksums of their own are asked for by few services but Amazon's.
HABITS = Config(
    signature_version="s3v4",
    connect_timeout=3,
    read_timeout=15,
    retries={"total_max_attempts": 3},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class InstitutionBucket(S3Storage):
    """As InstitutionStorage: the root is decided at each call, by the institution at hand."""

    prefix = ""
    is_made = False

    def __init__(self, *, prefix: str = "", **options: Any) -> None:
        super().__init__(file_overwrite=False, default_acl=None, client_config=HABITS, **options)
        self.prefix = f"{prefix.strip('/')}/".lstrip("/")
        self.is_made = True
        self.disk = InstitutionStorage()

    @property
    def location(self) -> str:
        return f"{self.prefix}{schema_at_hand()}" if self.is_made else ""

    @location.setter
    def location(self, value: str) -> None:
        """django-storages sets one for all of a process: there is none."""

    @property
    def bucket(self) -> Any:
        """Each thread's own; the library would share the first one's."""
        return self.connection.Bucket(self.bucket_name)

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        raise SuspiciousFileOperation("Files have no address of their own.")

    def keep_as(self, name: str, pieces: Iterable[bytes]) -> bool:
        """As InstitutionStorage's."""
        try:
            if self.exists(name):
                return False
            with TemporaryFile() as whole:
                whole.writelines(pieces)
                self._save(name, whole)
        except SuspiciousFileOperation:
            raise
        except SuspiciousOperation as error:
            raise SuspiciousFileOperation(str(error)) from error
        except (BotoCoreError, ClientError) as error:
            raise OSError(f"The store did not take it: {error}") from error
        return True

    def size_of(self, schema: str) -> tuple[int, int]:
        count, size = self.disk.size_of(schema)
        for one in self.bucket.objects.filter(Prefix=self._of(schema)):
            count, size = count + 1, size + one.size
        return count, size

    def remove_all_of(self, schema: str) -> None:
        self.disk.remove_all_of(schema)
        try:
            self.bucket.object_versions.filter(Prefix=self._of(schema)).delete()
        except ClientError as error:
            # Some services that speak S3 know no versions.
            if error.response["Error"]["Code"] not in ("NotImplemented", "MethodNotAllowed"):
                raise
        self.bucket.objects.filter(Prefix=self._of(schema)).delete()

    def _of(self, schema: str) -> str:
        return f"{self.prefix}{check_schema_name(schema)}/"
