"""Statements that the server reads and plans once for each connection.

For the few that a crowd sends in one minute: of a press of the button, nearly half of the database's time went into
reading and planning the same words again. PostgreSQL plans anew by itself when the schema in the search path is
another one or was changed, so a prepared statement never reaches a neighbour's tables.
"""

from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg import Cursor, errors
from psycopg.pq import TransactionStatus


class PreparedCursor(Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        try:
            return super().execute(query, params, **{"prepare": True, **how})
        except errors.FeatureNotSupported:
            # A migration gave a column another type: such a plan is refused for ever, in this schema or the last one.
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise
            super().execute("DEALLOCATE ALL", prepare=False)
            return super().execute(query, params, **how)


class Operations(DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """For whoever looks on. Of a prepared statement the server was sent a name and the parameters only."""
        sent: Any = super().last_executed_query(cursor, sql, params)
        return self.compose_sql(sql, params) if sent is None and isinstance(sql, str) else sent
