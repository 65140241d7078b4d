"""Where the static site of an institution lies: inside its own folder, so that whatever removes that removes it."""

from pathlib import Path

from django.conf import settings

from tenants.models import Institution
from tenants.provisioning.blueprint.opening import check_schema_name


def archive_folder(institution: Institution) -> Path:
    return Path(settings.MEDIA_ROOT) / check_schema_name(institution.schema_name) / "archive"


def site_folder(institution: Institution) -> Path:
    """What is served."""
    return archive_folder(institution) / "site"


def raw_folder(institution: Institution) -> Path:
    """Pages as they were read, while the site is made."""
    return archive_folder(institution) / "raw"


def new_folder(institution: Institution) -> Path:
    """The site that is to be served, while it is written."""
    return archive_folder(institution) / "site.new"


def old_folder(institution: Institution) -> Path:
    return archive_folder(institution) / "site.old"
