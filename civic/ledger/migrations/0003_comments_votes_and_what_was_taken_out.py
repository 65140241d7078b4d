from django.db import migrations

# Table: what was said, of which item, by whom, when, and whether it counts. `t` is the row.
SOURCES = {
    "proposals_commentsupport": ("'comment'", "t.comment_id", "t.citizen_id", "t.given_at", "true"),
    # That somebody voted, never what: decision 9. A paper that is changed is the same participation.
    "ballots_voter": ("'vote'", "t.ballot_id", "t.person_id", "t.at", "true"),
    "restraints_aside": ("t.kind || '_out'", "t.item", "t.person", "t.at", "false"),
}
WRITE = """
WITH made AS MATERIALIZED (
    SELECT nextval('ledger_entry_id_seq') AS id, {kind} AS kind, {item} AS item, {person} AS person, {at} AS at,
           {counts} AS counts, uuid_send(gen_random_uuid()) AS deed_salt, uuid_send(gen_random_uuid()) AS effect_salt
    FROM {rows} t WHERE {person} IS NOT NULL {where}
), opened AS (
    INSERT INTO ledger_opening (entry_id, person, deed_salt, effect_salt)
    SELECT id, person, deed_salt, effect_salt FROM made
)
INSERT INTO ledger_entry (id, kind, item, step, counts, at, commitment)
SELECT id, kind, item, {step}, counts, at,
       ledger_commitment(ledger_deed(id, kind, {step}, item, person, at), counts, deed_salt, effect_salt)
FROM made;
"""
UNKNOWN = """AND EXISTS (SELECT FROM ledger_takeover k
                        WHERE k.source = '{table}' AND t.id > k.last AND t.id <= k.upto)"""
# An update that leaves person and item as they were says nothing new. Statements of a branch that is not taken are
# never planned, so each may name the tables of its own kind of change.
SAME = (
    "AND NOT EXISTS (SELECT FROM {other} o WHERE o.id = t.id AND ({same_o}) IS NOT DISTINCT FROM ({same_t}))"
)
NOTE = """
CREATE FUNCTION ledger_note_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT FROM appeared) THEN
            {given}
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM disappeared) THEN
            {late}
            {gone}
        END IF;
    ELSE
        IF EXISTS (SELECT FROM disappeared) THEN
            {late_changed}
            {gone_changed}
            {given_changed}
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


def written(table: str, rows: str, step: int, where: str = "", at: str = "") -> str:
    kind, item, person, given_at, counts = SOURCES[table]
    return WRITE.format(
        kind=kind,
        item=item,
        person=person,
        at=at or given_at,
        counts=counts,
        rows=rows,
        step=step,
        where=where,
    )


def differs_from(table: str, other: str) -> str:
    kind, item, person, _at, _counts = SOURCES[table]
    same = ", ".join(part for part in (kind, item, person) if "t." in part)
    return SAME.format(other=other, same_o=same.replace("t.", "o."), same_t=same)


def noted(table: str) -> str:
    unknown = UNKNOWN.format(table=table)
    left, came = differs_from(table, "appeared"), differs_from(table, "disappeared")
    now = "clock_timestamp()"
    return NOTE.format(
        table=table,
        given=written(table, "appeared", 1),
        late=written(table, "disappeared", 1, unknown),
        gone=written(table, "disappeared", -1, at=now),
        late_changed=written(table, "disappeared", 1, f"{unknown} {left}"),
        gone_changed=written(table, "disappeared", -1, left, at=now),
        # What is still to be taken over is entered then, as it is by then.
        given_changed=written(table, "appeared", 1, f"{came} {unknown.replace('AND', 'AND NOT', 1)}"),
        taken_over=written(table, table, 1, "AND t.id > first AND t.id <= final"),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_written_by_the_database"),
        ("proposals", "0013_what_does_not_count"),
        ("ballots", "0002_papers_beside_the_count"),
        ("restraints", "0002_beside_the_count"),
    ]
    operations = [
        migrations.RunSQL(
            "".join(map(noted, SOURCES)), "".join(UNDO.format(table=table) for table in SOURCES)
        )
    ]
