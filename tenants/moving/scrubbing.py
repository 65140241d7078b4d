"""What stands in the place of people's data in a training copy, in SQL: nothing private leaves the database at all.

Whoever stands in several places (an account, a letter, a list) is the same made-up person in all of them: what is made
up follows from what was there and a word that nobody keeps.
"""

import secrets

from psycopg import sql

from tenants.moving.classified import classification_of
from tenants.moving.shapes import Column, Shape

FAMILIES = "김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 전 홍".split()
GIVENS = (
    "가람 나래 다온 라온 마루 바론 새봄 아람 여울 온유 은솔 이든 자람 찬솔 초롱 푸름 하람 한결 해든 흰샘 "
    "가온 누리 도담 로운 미르 벼리 솔찬 예솔 윤슬 지음"
).split()
# RFC 2606: nobody lives there, and no mail server finds it.
NOWHERE = "training.invalid"
# A key of an event's or a message's data that says something of a person, or something somebody said.
SAYS = (
    r"(^|_)(name|names|mail|email|emails|address|to|from|phone|contact|words|text|body|note|notes|reason|why|"
    r"who|by|author|recipient|signer|ip|host|hosts|told|quote|excerpt|comment|old|new|was|now)$"
)


class Scrubber:
    """`said` and `which` for snapshot.SchemaRows. `removed` is the sentence where words were."""

    def __init__(self, schema: str, *, removed: str) -> None:
        self._schema, self._removed, self._salt = schema, removed, secrets.token_hex(16)

    def which(self, shape: Shape) -> sql.Composable | None:
        table = classification_of(shape.name, shape.names)
        return None if table.is_in_training else sql.SQL("false")

    def said(self, shape: Shape, column: Column) -> sql.Composable:
        """Raises Unclassified."""
        table = classification_of(shape.name, shape.names)
        kind = table.kinds[column.name]
        at = sql.Identifier(column.name)
        match kind:
            case "plain" | "file" | "persons_file":
                return at
            case "name":
                return self._when_said(at, self._name(at))
            case "mail":
                return self._when_said(at, self._mail(at))
            case "phone":
                return self._when_said(at, self._phone(at))
            case "words":
                return self._words(column)
            case "writing":
                return sql.SQL("CASE WHEN {} THEN {} ELSE {} END").format(
                    self._where(table.public), at, self._words(column)
                )
            case "filename":
                return sql.SQL(
                    r"CASE WHEN {0} = '' THEN '' ELSE 'file' || coalesce(substring({0} FROM '\.[A-Za-z0-9]{{1,8}}$'), '') END"
                ).format(at)
            case "json":
                return self._json(at)
            case "mark":
                return self._mark(at)
            case "blank" | "token" | "elsewhere":
                return nothing(column)
            case _ if kind.startswith("secret"):
                return (
                    sql.SQL("'!' || {}::text").format(sql.Identifier(shape.key[0]))
                    if column.is_text
                    else nothing(column)
                )
            case _ if kind.startswith("= "):
                return sql.Literal(kind.removeprefix("= "))
        raise AssertionError(kind)

    def _where(self, public: str) -> sql.Composable:
        if not public:
            return sql.SQL("true")
        return sql.SQL(public).format(schema=sql.Identifier(self._schema))

    def _words(self, column: Column) -> sql.Composable:
        at = sql.Identifier(column.name)
        if column.is_text:
            return self._when_said(at, sql.Literal(self._removed))
        return nothing(column)

    @staticmethod
    def _when_said(at: sql.Identifier, otherwise: sql.Composable) -> sql.Composable:
        """An empty text stays one, and NULL stays NULL."""
        return sql.SQL("CASE WHEN {} = '' THEN '' WHEN {} IS NULL THEN NULL ELSE {} END").format(
            at, at, otherwise
        )

    def _hash(self, at: sql.Composable) -> sql.Composable:
        return sql.SQL("md5({} || lower({}::text))").format(sql.Literal(self._salt), at)

    def _number(self, at: sql.Composable, first: int, below: int) -> sql.Composable:
        return sql.SQL("(('x' || substr({}, {}, 7))::bit(28)::int % {})").format(
            self._hash(at), sql.Literal(first), sql.Literal(below)
        )

    def _name(self, at: sql.Composable) -> sql.Composable:
        return sql.SQL("({}::text[])[1 + {}] || ({}::text[])[1 + {}]").format(
            sql.Literal(FAMILIES),
            self._number(at, 1, len(FAMILIES)),
            sql.Literal(GIVENS),
            self._number(at, 9, len(GIVENS)),
        )

    def _mail(self, at: sql.Composable) -> sql.Composable:
        return sql.SQL("'p' || substr({}, 1, 20) || {}").format(self._hash(at), sql.Literal(f"@{NOWHERE}"))

    def _phone(self, at: sql.Composable) -> sql.Composable:
        """No number in Korea begins with 000."""
        return sql.SQL("'000' || lpad({}::text, 8, '0')").format(self._number(at, 1, 99_999_999))

    def _mark(self, at: sql.Composable) -> sql.Composable:
        """As long as it was, so that it fits where it stands."""
        return sql.SQL("substr(repeat({}, 1 + length({}::text) / 32), 1, length({}::text))").format(
            self._hash(at), at, at
        )

    def _json(self, at: sql.Composable) -> sql.Composable:
        return sql.SQL(
            "CASE jsonb_typeof({at}) WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(key, CASE "
            "WHEN key ~ {says} AND jsonb_typeof(value) = 'string' AND value <> '\"\"' THEN to_jsonb({removed}::text) "
            "WHEN key ~ {says} AND jsonb_typeof(value) = 'array' THEN '[]'::jsonb "
            "WHEN key ~ {says} AND jsonb_typeof(value) = 'object' THEN '{{}}'::jsonb "
            "ELSE value END), '{{}}'::jsonb) FROM jsonb_each({at})) "
            "WHEN 'array' THEN '[]'::jsonb ELSE {at} END"
        ).format(at=at, says=sql.Literal(SAYS), removed=sql.Literal(self._removed))


def nothing(column: Column) -> sql.Composable:
    """As empty as its type allows."""
    if not column.is_needed:
        return sql.SQL("NULL")
    at = sql.Identifier(column.name)
    if column.is_text:
        return sql.SQL("''")
    if column.type.endswith("[]"):
        return sql.SQL("'{}'")
    if column.type == "jsonb":
        return sql.SQL(
            "CASE jsonb_typeof({}) WHEN 'array' THEN '[]'::jsonb WHEN 'object' THEN '{{}}'::jsonb ELSE 'null'::jsonb END"
        ).format(at)
    if column.type == "bytea":
        return sql.SQL("''::bytea")
    if column.type in ("smallint", "integer", "bigint"):
        return sql.SQL("0")
    return at
