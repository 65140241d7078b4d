from django.db import migrations

# Table: what was said, of which item, when, and whether it counts. `t` is the row.
SOURCES = {
    "proposals_support": ("'support'", "t.proposal_id", "t.citizen_id", "t.given_at", "true"),
    "proposals_dislike": ("'dislike'", "t.proposal_id", "t.citizen_id", "t.given_at", "true"),
    "proposals_setaside": (
        "CASE WHEN t.invalidation IS NULL THEN t.said ELSE 'invalidated' END",
        "t.proposal_id",
        "t.citizen_id",
        "t.given_at",
        "false",
    ),
    "proposals_carriedsupport": ("'carried'", "t.merger_id", "t.citizen_id", "t.at", "true"),
    "debates_opinionsupport": ("'opinion'", "t.opinion_id", "t.citizen_id", "t.given_at", "true"),
}
# The deed and its effect have salts of their own: whoever opens the one does not open the other.
COMMITMENT = """
CREATE FUNCTION ledger_deed(number bigint, kind text, step int, item bigint, person bigint, at timestamptz)
RETURNS text LANGUAGE sql STABLE AS $$
SELECT concat_ws(E'\\n', 'madang-ledger 1', number, kind, CASE step WHEN 1 THEN 'given' ELSE 'gone' END, item, person,
                 to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
$$;
CREATE FUNCTION ledger_commitment(deed text, counts boolean, deed_salt bytea, effect_salt bytea)
RETURNS bytea LANGUAGE sql STABLE AS $$
SELECT sha256(sha256(deed_salt || convert_to(deed, 'UTF8'))
              || sha256(effect_salt || CASE WHEN counts THEN '\\x01'::bytea ELSE '\\x00'::bytea END))
$$;
"""
WRITE = """
WITH made AS MATERIALIZED (
    SELECT nextval('ledger_entry_id_seq') AS id, {kind} AS kind, {item} AS item, {person} AS person, {at} AS at,
           {counts} AS counts, uuid_send(gen_random_uuid()) AS deed_salt, uuid_send(gen_random_uuid()) AS effect_salt
    FROM {rows} t {where}
), opened AS (
    INSERT INTO ledger_opening (entry_id, person, deed_salt, effect_salt)
    SELECT id, person, deed_salt, effect_salt FROM made
)
INSERT INTO ledger_entry (id, kind, item, step, counts, at, commitment)
SELECT id, kind, item, {step}, counts, at,
       ledger_commitment(ledger_deed(id, kind, {step}, item, person, at), counts, deed_salt, effect_salt)
FROM made;
"""
UNKNOWN = """WHERE EXISTS (SELECT FROM ledger_takeover k
                          WHERE k.source = '{table}' AND t.id > k.last AND t.id <= k.upto)"""
# What disappears before it was taken over appears in the ledger with it.
NOTE = """
CREATE FUNCTION ledger_note_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF EXISTS (SELECT FROM disappeared t {unknown}) THEN
            {late}
        END IF;
        IF EXISTS (SELECT FROM disappeared) THEN
            {gone}
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        IF EXISTS (SELECT FROM appeared) THEN
            {given}
        END IF;
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION ledger_take_over_{table}(first bigint, final bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM {table} t WHERE t.id > first AND t.id <= final FOR KEY SHARE;
    {taken_over}
END
$$;
CREATE TRIGGER ledger_appeared AFTER INSERT ON {table} REFERENCING NEW TABLE AS appeared
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_note_{table}();
CREATE TRIGGER ledger_disappeared AFTER DELETE ON {table} REFERENCING OLD TABLE AS disappeared
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_note_{table}();
CREATE TRIGGER ledger_changed AFTER UPDATE ON {table} REFERENCING OLD TABLE AS disappeared NEW TABLE AS appeared
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_note_{table}();
INSERT INTO ledger_takeover (source, upto, last)
SELECT '{table}', max(id), 0 FROM {table} HAVING max(id) IS NOT NULL;
"""
UNDO = """
DROP TRIGGER ledger_changed ON {table};
DROP TRIGGER ledger_disappeared ON {table};
DROP TRIGGER ledger_appeared ON {table};
DROP FUNCTION ledger_take_over_{table}(bigint, bigint);
DROP FUNCTION ledger_note_{table}();
DELETE FROM ledger_takeover WHERE source = '{table}';
"""
KEPT = """
CREATE FUNCTION refuse_change_of_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'ledger_opening' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'ledger_tile' THEN
        IF NEW.level = OLD.level AND NEW.number = OLD.number
           AND substring(NEW.hashes FOR length(OLD.hashes)) = OLD.hashes THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'The ledger never changes' USING ERRCODE = 'restrict_violation';
END
$$;
"""
ONLY_GROWS = """
CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_ledger();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_ledger();
"""
KEPT_TABLES = ("ledger_entry", "ledger_opening", "ledger_tile", "ledger_checkpoint")


def written(table: str, rows: str, step: int, where: str = "", at: str = "") -> str:
    kind, item, person, given_at, counts = SOURCES[table]
    return WRITE.format(
        kind=kind, item=item, person=person, at=at or given_at, counts=counts, rows=rows, step=step, where=where
    )


def noted(table: str) -> str:
    unknown = UNKNOWN.format(table=table)
    return NOTE.format(
        table=table,
        unknown=unknown,
        late=written(table, "disappeared", 1, unknown),
        gone=written(table, "disappeared", -1, at="clock_timestamp()"),
        given=written(table, "appeared", 1),
        taken_over=written(table, table, 1, "WHERE t.id > first AND t.id <= final"),
    )


FORWARD = (
    COMMITMENT + KEPT + "".join(ONLY_GROWS.format(table=t) for t in KEPT_TABLES) + "".join(map(noted, SOURCES))
)
BACKWARD = "".join(
    [
        *(UNDO.format(table=table) for table in SOURCES),
        *(f"DROP TRIGGER never_changes ON {t};DROP TRIGGER never_truncated ON {t};" for t in KEPT_TABLES),
        "DROP FUNCTION refuse_change_of_ledger();",
        "DROP FUNCTION ledger_commitment(text, boolean, bytea, bytea);",
        "DROP FUNCTION ledger_deed(bigint, text, int, bigint, bigint, timestamptz);",
    ]
)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
        ("proposals", "0013_what_does_not_count"),
        ("debates", "0003_similar_opinions_grouped"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
