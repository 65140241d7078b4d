from django.db import migrations

# Nobody's: there is no opening, and both salts are empty, so that everybody can open it with the file in hand.
FORWARD = """
CREATE FUNCTION ledger_count_deed(number bigint, item bigint, digest text, at timestamptz)
RETURNS text LANGUAGE sql STABLE AS $$
SELECT concat_ws(E'\\n', 'madang-ledger 1', number, 'count', 'given', item, digest,
                 to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
$$;
CREATE FUNCTION ledger_note_ballots_countlog() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH made AS MATERIALIZED (
        SELECT nextval('ledger_entry_id_seq') AS id, t.ballot_id AS item, t.digest, t.made_at AS at FROM appeared t
    )
    INSERT INTO ledger_entry (id, kind, item, step, counts, at, commitment)
    SELECT id, 'count', item, 1, true, at,
           ledger_commitment(ledger_count_deed(id, item, digest, at), true, ''::bytea, ''::bytea)
    FROM made;
    RETURN NULL;
END
$$;
CREATE TRIGGER ledger_appeared AFTER INSERT ON ballots_countlog REFERENCING NEW TABLE AS appeared
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_note_ballots_countlog();
"""
BACKWARD = """
DROP TRIGGER ledger_appeared ON ballots_countlog;
DROP FUNCTION ledger_note_ballots_countlog();
DROP FUNCTION ledger_count_deed(bigint, bigint, text, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_comments_votes_and_what_was_taken_out"),
        ("ballots", "0003_what_stood_on_the_papers"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
