"""The database backend: django-tenants', with one schema in the search path and fewer SETs.

Differences, each the cure of a trap that was seen to bite:

* Inside an institution the search path holds that institution's schema alone. With `public`
  behind it, a missing table silently reads and writes public's.
* `SET search_path` is sent when the path differs from what this connection is known to have,
  not before every statement. django-tenants' own switch for this (TENANT_LIMIT_SET_CALLS)
  trusts its memory after somebody sent a raw SET; here every change of institution forgets,
  a rollback forgets, and a test forbids raw search_path statements outside this room.
* A callback given to `on_commit` runs where it was given, not wherever the connection stands
  when the transaction ends.
"""

from functools import wraps
from typing import Any

from django_tenants.postgresql_backend import base

from tenants.backend.place import place
from tenants.backend.schema import SchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = SchemaEditor
    search_path_set_schemas: list[str] | None
    # While a list is here, schema editors write into it what they send.
    recording: list[str] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place.schema = None  # this thread has another connection now: ask it

    def set_tenant(self, tenant: Any, include_public: bool = False) -> None:
        """Stand in `tenant`'s schema and nowhere else. `include_public` is never granted."""
        super().set_tenant(tenant, include_public=False)
        place.schema = self.schema_name

    def forget_search_path(self) -> None:
        """The next statement sets the path again: for code that changed it by hand."""
        self.search_path_set_schemas = None

    def on_commit(self, func: Any, robust: bool = False) -> None:
        """Run `func` after commit in the schema the connection stands in now."""
        if not callable(func):
            raise TypeError("on_commit()'s callback must be a callable.")
        home = self.tenant

        @wraps(func, assigned=("__module__", "__name__", "__qualname__", "__doc__"))
        def at_home() -> None:
            elsewhere = self.tenant
            self.set_tenant(home)
            try:
                func()
            finally:
                self.set_tenant(elsewhere)

        super().on_commit(at_home, robust=robust)

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self.search_path_set_schemas == [self.schema_name]:
            return
        super()._handle_search_path(cursor)
