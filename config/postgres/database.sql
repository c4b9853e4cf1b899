-- What a database of Jiadi needs beyond CREATE DATABASE … OWNER jiadi_owner; run in it as a superuser. The launcher runs
-- it in template1, from which it makes its own databases and those of the tests.

ALTER SCHEMA public OWNER TO jiadi_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
-- Every role finds the tables; what it may do with each is said in the migration that makes it. Temporary tables stay
-- allowed (imports are copied into one); nothing else can be made by whoever logs in for the application.
GRANT USAGE ON SCHEMA public TO PUBLIC;
-- A table or function can be handed only to a role that could have made it there.
GRANT CREATE ON SCHEMA public TO journal_writer;
