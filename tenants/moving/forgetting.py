"""Whoever takes an institution away takes what was made of it along: archives, and schemas that restores set aside."""

import shutil

from django.db import transaction

from tenants.models import Institution
from tenants.moving.ordering import folder_of
from tenants.moving.restoring import forget_kept


def forget_what_was_moved(institution: Institution) -> None:
    """In the caller's transaction; files after it, so that a failure loses none."""
    forget_kept(institution)
    folder = folder_of(institution)
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
