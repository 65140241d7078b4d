#!/bin/sh
# Run once by the image of PostgreSQL, when the volume is empty: Madang signs in as a role that owns its database and is
# no superuser, and somebody else keeps the ledger (ledger.sql).
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    -v password="$(cat /run/secrets/database_password)" <<'SQL'
CREATE ROLE madang LOGIN PASSWORD :'password';
CREATE DATABASE madang OWNER madang;
SQL
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname madang --file /etc/postgresql/ledger.sql
