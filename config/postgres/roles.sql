-- The roles of a cluster; run once as a superuser, and again whenever this file changes. PostgreSQL 15 to 18.
-- Passwords are not set here: give jiadi_app, jiadi_owner and jiadi_backup theirs with \password.
--
-- Three people log in: the application (jiadi_app), the migrations (jiadi_owner) and the backup (jiadi_backup).
-- The first two are NOINHERIT: of themselves they hold nothing of the roles granted to them, and take up exactly one
-- of those by SET ROLE, for one transaction. So a query without a scope sees nothing.

DO $roles$
DECLARE
    name text;
    -- From version 16 whether a membership is inherited belongs to the membership, not to the member.
    terms text := CASE WHEN current_setting('server_version_num')::int >= 160000
                       THEN ' WITH ADMIN FALSE, INHERIT FALSE, SET TRUE' ELSE '' END;
BEGIN
    FOREACH name IN ARRAY ARRAY['jiadi_owner', 'jiadi_app', 'jiadi_backup', 'scope_county', 'scope_city',
                                'scope_audit', 'scope_public', 'scope_system', 'journal_writer'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I', name);
        END IF;
    END LOOP;

    -- Written out in full, so that a role changed by hand is put right again.
    ALTER ROLE jiadi_owner LOGIN NOINHERIT CREATEDB NOCREATEROLE NOSUPERUSER NOBYPASSRLS NOREPLICATION;
    ALTER ROLE jiadi_app LOGIN NOINHERIT NOCREATEDB NOCREATEROLE NOSUPERUSER NOBYPASSRLS NOREPLICATION;
    ALTER ROLE jiadi_backup LOGIN INHERIT NOCREATEDB NOCREATEROLE NOSUPERUSER BYPASSRLS NOREPLICATION;
    FOREACH name IN ARRAY ARRAY['scope_county', 'scope_city', 'scope_audit', 'scope_public', 'scope_system',
                                'journal_writer'] LOOP
        EXECUTE format('ALTER ROLE %I NOLOGIN NOINHERIT NOCREATEDB NOCREATEROLE NOSUPERUSER NOBYPASSRLS NOREPLICATION',
                       name);
    END LOOP;

    FOREACH name IN ARRAY ARRAY['scope_county', 'scope_city', 'scope_audit', 'scope_public', 'scope_system'] LOOP
        EXECUTE format('GRANT %I TO jiadi_app%s', name, terms);
    END LOOP;
    -- Data migrations work as scope_system; the journal's tables and functions are handed to journal_writer.
    EXECUTE 'GRANT scope_system TO jiadi_owner' || terms;
    EXECUTE 'GRANT journal_writer TO jiadi_owner' || terms;
    GRANT pg_read_all_data TO jiadi_backup;
END
$roles$;
