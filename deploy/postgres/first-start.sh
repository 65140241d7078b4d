#!/bin/sh
# Run once by the image of PostgreSQL, when the volume is empty: Madang signs in as a role that owns its database and is
# no superuser, and somebody else keeps the ledger (ledger.sql). The superuser loses its password, which was the same:
# it comes in by the container's own socket alone, so whoever knows Madang's opens nothing more.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    -v password="$(cat /run/secrets/database_password)" <<'SQL'
CREATE ROLE madang LOGIN PASSWORD :'password';
CREATE DATABASE madang OWNER madang;
SQL
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname madang --file /etc/postgresql/ledger.sql
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --command 'ALTER ROLE CURRENT_USER PASSWORD NULL'
