-- The ledger is append-only by privilege: whoever serves pages may add to it and read it, and nothing else.
--
-- Run once for each database, as its superuser (Madang itself signs in as another role, which owns the schemas):
--     psql --dbname madang --file deploy/postgres/ledger.sql
-- Madang then hands the ledger of every schema over by itself: when it is opened, migrated, restored, or sealed.
-- Before an upgrade whose notes say that the ledger's own tables change:
--     SELECT nspname, madang_keeper.give_back(nspname) FROM pg_namespace WHERE nspname ~ '^(i_|blueprint$)';
--
-- What this does not stop: whoever owns a schema can drop the whole of it, as erasing an institution must. That is seen
-- by the hourly check, in what was published, and by everybody with a receipt.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'madang_ledger') THEN
        CREATE ROLE madang_ledger NOLOGIN;
    END IF;
END
$$;
CREATE SCHEMA IF NOT EXISTS madang_keeper;
GRANT USAGE ON SCHEMA madang_keeper TO PUBLIC;

-- How many tables changed hands. One way: only a superuser gives them back.
CREATE OR REPLACE FUNCTION madang_keeper.hand_over(house text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    app name;
    one record;
    changed int := 0;
BEGIN
    SELECT pg_get_userbyid(nspowner) INTO app FROM pg_namespace WHERE nspname = house;
    IF app IS NULL OR app <> session_user AND NOT pg_has_role(session_user, app, 'member') THEN
        RAISE EXCEPTION 'Only who owns the schema % hands its ledger over.', house USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR one IN
        SELECT c.oid::regclass AS kept, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = house AND c.relkind = 'r' AND pg_get_userbyid(c.relowner) <> 'madang_ledger'
          AND c.relname IN ('ledger_entry', 'ledger_opening', 'ledger_tile', 'ledger_checkpoint')
        ORDER BY 2
    LOOP
        EXECUTE format('ALTER TABLE %s OWNER TO madang_ledger', one.kept);
        EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, %I', one.kept, app);
        EXECUTE format('GRANT SELECT, INSERT ON %s TO %I', one.kept, app);
        -- Salts are destroyed when somebody leaves; the last tiles grow (a trigger sees to it that they only do that).
        IF one.name = 'ledger_opening' THEN
            EXECUTE format('GRANT DELETE ON %s TO %I', one.kept, app);
        ELSIF one.name = 'ledger_tile' THEN
            EXECUTE format('GRANT UPDATE (hashes) ON %s TO %I', one.kept, app);
        END IF;
        changed := changed + 1;
    END LOOP;
    FOR one IN
        SELECT s.oid::regclass AS kept FROM pg_class s JOIN pg_namespace n ON n.oid = s.relnamespace
        WHERE changed > 0 AND n.nspname = house AND s.relkind = 'S'
          AND s.relname IN ('ledger_entry_id_seq', 'ledger_tile_id_seq', 'ledger_checkpoint_id_seq')
    LOOP
        EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO %I', one.kept, app);
    END LOOP;
    FOR one IN
        SELECT p.oid::regprocedure AS kept FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE changed > 0 AND n.nspname = house
          AND p.proname IN ('refuse_change_of_ledger', 'ledger_deed', 'ledger_commitment')
    LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO madang_ledger', one.kept);
    END LOOP;
    RETURN changed;
END
$$;

CREATE OR REPLACE FUNCTION madang_keeper.give_back(house text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    app name;
    one record;
    changed int := 0;
BEGIN
    SELECT pg_get_userbyid(nspowner) INTO app FROM pg_namespace WHERE nspname = house;
    FOR one IN
        SELECT 'TABLE' AS what, c.oid::regclass::text AS kept FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = house AND c.relkind = 'r' AND pg_get_userbyid(c.relowner) = 'madang_ledger'
        UNION ALL
        SELECT 'FUNCTION', p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = house AND pg_get_userbyid(p.proowner) = 'madang_ledger'
    LOOP
        EXECUTE format('ALTER %s %s OWNER TO %I', one.what, one.kept, app);
        changed := changed + 1;
    END LOOP;
    RETURN changed;
END
$$;
REVOKE ALL ON FUNCTION madang_keeper.give_back(text) FROM PUBLIC;
