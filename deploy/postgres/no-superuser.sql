-- For an installation from before 2026-11-23: there Madang signs in as PostgreSQL's first superuser, `madang`, and whoever
-- learns its password owns the server. Afterwards the first superuser is called `postgres` and has no password (it comes in
-- by the container's socket alone), and `madang` is an ordinary role that owns its database. With everything but the database
-- stopped (runbooks/upgrade.md, “An installation from before”):
--     psql -U madang -d madang -v password="$(cat deploy/secrets/database_password)" -f no-superuser.sql
-- Cut short, it is run again with -U postgres.
\set ON_ERROR_STOP on
\set QUIET on
SELECT rolsuper AS is_superuser FROM pg_roles WHERE rolname = 'madang' \gset
\if :is_superuser
    -- Nobody can rename the role they are.
    CREATE ROLE madang_renames SUPERUSER LOGIN;
    \connect - madang_renames
    BEGIN;
    ALTER ROLE madang RENAME TO postgres;
    ALTER ROLE postgres PASSWORD NULL;
    CREATE ROLE madang LOGIN PASSWORD :'password';
    COMMIT;
\endif
\connect - postgres
DROP ROLE IF EXISTS madang_renames;
ALTER DATABASE madang OWNER TO madang;

-- A schema at a time, each in a transaction of its own: all of them together are more locks than there is room for.
DO $$
DECLARE
    house record;
    one record;
BEGIN
    FOR house IN
        SELECT oid, nspname AS name, pg_get_userbyid(nspowner) = 'postgres' AS is_ours FROM pg_namespace
        WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'madang_keeper') ORDER BY nspname
    LOOP
        FOR one IN
            -- Sequences of a column, indexes and types of rows follow their table.
            SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                ELSE 'TABLE' END AS what, c.oid::regclass::text AS name
            FROM pg_class c WHERE c.relnamespace = house.oid AND pg_get_userbyid(c.relowner) = 'postgres'
                AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND NOT EXISTS (
                    SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                        AND d.deptype IN ('a', 'i') AND c.relkind = 'S')
            UNION ALL
            SELECT 'ROUTINE', p.oid::regprocedure::text FROM pg_proc p
            WHERE p.pronamespace = house.oid AND pg_get_userbyid(p.proowner) = 'postgres'
            UNION ALL
            SELECT 'TYPE', t.oid::regtype::text FROM pg_type t
            WHERE t.typnamespace = house.oid AND pg_get_userbyid(t.typowner) = 'postgres' AND t.typtype IN ('e', 'd')
        LOOP
            EXECUTE format('ALTER %s %s OWNER TO madang', one.what, one.name);
        END LOOP;
        IF house.is_ours THEN
            EXECUTE format('ALTER SCHEMA %I OWNER TO madang', house.name);
        END IF;
        COMMIT;
    END LOOP;
END
$$;
SELECT format('madang: superuser %s; %s of its tables still belong to postgres', rolsuper, (
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND pg_get_userbyid(c.relowner) = 'postgres')) AS said FROM pg_roles WHERE rolname = 'madang' \gset
\echo :said
