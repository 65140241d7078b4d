from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from tenants.backend import base
from tenants.backend.place import place


class DatabaseWrapper(base.DatabaseWrapper):
    """Never told where to stand: asked for a cursor, it stands where the first connection does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        before = place.schema
        super().__init__(*args, **kwargs)
        place.schema = before  # the first connection did not move

    def set_tenant(self, tenant: Any, include_public: bool = False) -> None:
        """What the thread remembers of its place and language is the first connection's."""
        super(base.DatabaseWrapper, self).set_tenant(tenant, include_public=False)
        if self.firmly_set is not None and self.firmly_set == self.schema_name:
            self.search_path_set_schemas = [self.schema_name]

    def _cursor(self, name: Any = None) -> Any:
        first: Any = connections[DEFAULT_DB_ALIAS]
        if self.schema_name != first.schema_name:
            self.set_tenant(first.tenant)
        return super()._cursor(name)
