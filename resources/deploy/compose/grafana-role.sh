#!/bin/sh
# The database at its first start: a role for dashboards that reads the history and nothing else (docs/historian.md, "Grafana").
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  -v password="$(cat /run/secrets/grafana-database-password)" <<'SQL'
CREATE ROLE grafana LOGIN PASSWORD :'password';
CREATE SCHEMA IF NOT EXISTS nexus AUTHORIZATION nexus;
GRANT USAGE ON SCHEMA nexus TO grafana;
ALTER DEFAULT PRIVILEGES FOR ROLE nexus IN SCHEMA nexus GRANT SELECT ON TABLES TO grafana;
SQL
