"""A task that cannot run without its institution."""

import logging
from typing import Any

from celery import Task
from django.utils import timezone, translation
from django_tenants.utils import get_tenant_model, tenant_context

from platform_core.access.place import stand_in_public

log = logging.getLogger("madang.jobs")


class InstitutionTask(Task):
    """Call with `institution_id=`; the body runs in that institution's schema, on its clock and in its language.

    Without the argument it raises TypeError. In an institution that is not open (suspended while the
    task waited) the body is skipped: the sweep finds the work again when the doors reopen.
    """

    abstract = True
    # Celery would compare the arguments with the body, which never sees institution_id.
    typing = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        institution_id = kwargs.pop("institution_id", None)
        if institution_id is None:
            raise TypeError(f"{self.name} needs institution_id: a task never guesses whose house it is in.")
        stand_in_public()
        institution = get_tenant_model().objects.filter(pk=institution_id).first()
        if institution is None:
            log.warning("%s: institution %s no longer exists", self.name, institution_id)
            return None
        if not institution.is_open:
            return None
        try:
            # Dates fall due at the city's midnight, not at the server's: as in a request.
            with (
                tenant_context(institution),
                timezone.override(institution.zone),
                translation.override(institution.default_language),
            ):
                return super().__call__(*args, **kwargs)
        finally:
            stand_in_public()
