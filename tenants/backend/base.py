"""The database backend: django-tenants', with one schema in the search path and fewer SETs.

Differences, each the cure of a trap that was seen to bite:

* Inside an institution the search path holds that institution's schema alone. With `public`
  behind it, a missing table silently reads and writes public's.
* `SET search_path` is sent when the path differs from what this connection is known to have,
  not before every statement. django-tenants' own switch for this (TENANT_LIMIT_SET_CALLS)
  trusts its memory after somebody sent a raw SET; here every change of institution forgets,
  a rollback forgets, and a test forbids raw search_path statements outside this room.
* A path that was SET outside a transaction stays known through changes of institution, for nothing
  but the next SET can take it back. One sent inside is forgotten at the next change: a transaction
  that ends in an error reverts it, even where nobody calls rollback().
* Whether a connection still lives is seen from its socket, without a round trip, as long as the
  server has said nothing; only a socket with something to read is asked in words.
* A callback given to `on_commit` runs where it was given, not wherever the connection stands
  when the transaction ends.
"""

import select
from functools import wraps
from typing import Any

from django_tenants.postgresql_backend import base
from psycopg.pq import TransactionStatus

from platform_core.i18n.dialect import speak_as
from tenants.backend.place import place
from tenants.backend.prepared import Operations, PreparedCursor
from tenants.backend.schema import SchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = SchemaEditor
    ops_class = Operations
    search_path_set_schemas: list[str] | None
    # While a list is here, schema editors write into it what they send.
    recording: list[str] | None = None
    # The schema this connection was set to outside any transaction, if nothing was set since.
    firmly_set: str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place.schema = None  # this thread has another connection now: ask it

    def set_tenant(self, tenant: Any, include_public: bool = False) -> None:
        """Stand in `tenant`'s schema and nowhere else. `include_public` is never granted."""
        super().set_tenant(tenant, include_public=False)
        if self.firmly_set is not None and self.firmly_set == self.schema_name:
            self.search_path_set_schemas = [self.schema_name]
        place.schema = self.schema_name
        speak_as(tenant)

    def forget_search_path(self) -> None:
        """The next statement sets the path again: for code that changed it by hand."""
        self.search_path_set_schemas = None
        self.firmly_set = None

    def close(self) -> None:
        self.firmly_set = None
        super().close()

    def rollback(self) -> None:
        self.firmly_set = None
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        try:
            super().savepoint_rollback(sid)
        finally:
            self.firmly_set = None

    def is_usable(self) -> bool:
        """A server that ended or threw us out has said so, and closed the socket: both can be read."""
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0) or bool(super().is_usable())

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

    def prepared_cursor(self) -> Any:
        """As cursor(), for statements that are the same but for their parameters and sent very often.

        The parameters travel apart from the words, so the words must say what type they want where it is not plain.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        self._handle_search_path()
        own = self.connection.cursor_factory
        self.connection.cursor_factory = PreparedCursor
        self.connection.prepare_threshold = 0  # Django forbids it; its own cursors never prepare in any case
        try:
            with self.wrap_database_errors:
                return self._prepare_cursor(self.create_cursor())
        finally:
            self.connection.cursor_factory = own

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self.search_path_set_schemas == [self.schema_name]:
            return
        self.firmly_set = None
        super()._handle_search_path(cursor)
        if self.search_path_set_schemas == [self.schema_name] and self._is_outside_transactions():
            self.firmly_set = self.schema_name

    def _is_outside_transactions(self) -> bool:
        """As the server sees it: idle after a statement means that nothing is open which could revert it."""
        return self.connection.info.transaction_status == TransactionStatus.IDLE
