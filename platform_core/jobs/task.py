"""A task that cannot run without its institution."""

import logging
from typing import Any

from celery import Task
from django.utils import timezone, translation
from django_tenants.utils import get_public_schema_name, get_tenant_model, schema_context, tenant_context

from platform_core.access.place import institution_here, stand_in_public
from platform_core.access.standings import MEANINGS, meaning_of

log = logging.getLogger("madang.jobs")
# The standings in which an institution works.
WORKING = frozenset(standing for standing, meaning in MEANINGS.items() if meaning.works)


class InstitutionTask(Task):
    """Call with `institution_id=`; the body runs in that institution's schema, on its clock and in its language.

    Without the argument it raises TypeError. In an institution that does not work (closed while the task waited)
    the body is skipped: the sweep finds the work again when the doors reopen. A task that has something to do in
    other standings too says so: `@shared_task(base=InstitutionTask, runs_in=WORKING | {"read_only"})`.
    """

    abstract = True
    runs_in: frozenset[str] = WORKING
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
        if institution.standing not in self.runs_in:
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


def still_works() -> bool:
    """Whether the institution at hand works at this moment: for tasks that go on for more than a few seconds."""
    here = institution_here().pk
    with schema_context(get_public_schema_name()):
        found = get_tenant_model().objects.filter(pk=here).first()
    return found is not None and meaning_of(found).works
