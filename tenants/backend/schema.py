"""Django's schema editor, without the second index on every text key, and with a memory."""

from typing import Any

from django.db.backends.postgresql.schema import DatabaseSchemaEditor


class SchemaEditor(DatabaseSchemaEditor):
    connection: Any

    def execute(self, sql: Any, params: Any = ()) -> Any:
        """Send, and write down what was sent when somebody asked for it (migrations_across/replay.py)."""
        if self.connection.recording is not None:
            composed = str(sql) if params is None else self.connection.ops.compose_sql(str(sql), params)
            self.connection.recording.append(composed.strip().rstrip(";"))
        return super().execute(sql, params)

    def _create_like_index_sql(self, model: Any, field: Any) -> None:
        """None: no query here asks `LIKE 'x%'` under a locale collation.

        `varchar_pattern_ops` twins would cost one more relation per text key in every institution.
        """
        return None
