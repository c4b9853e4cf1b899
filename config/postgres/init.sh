#!/bin/sh
# What the database image of docker-compose.yml runs once, on an empty volume: roles, their passwords, the database.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres -f /jiadi/roles.sql
psql -v ON_ERROR_STOP=1 -U postgres -v app="$APP_PASSWORD" -v owner="$OWNER_PASSWORD" -v backup="$BACKUP_PASSWORD" <<'SQL'
ALTER ROLE jiadi_app PASSWORD :'app';
ALTER ROLE jiadi_owner PASSWORD :'owner';
ALTER ROLE jiadi_backup PASSWORD :'backup';
CREATE DATABASE jiadi OWNER jiadi_owner;
\connect jiadi
\i /jiadi/database.sql
SQL
