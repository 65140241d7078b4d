"""Django's schema editor, without the second index on every text key."""

from typing import Any

from django.db.backends.postgresql.schema import DatabaseSchemaEditor


class SchemaEditor(DatabaseSchemaEditor):
    """`varchar_pattern_ops` twins serve `LIKE 'x%'` under a locale collation; no query here asks that.

    Each would cost one more relation in every institution's schema.
    """

    def _create_like_index_sql(self, model: Any, field: Any) -> None:
        return None
