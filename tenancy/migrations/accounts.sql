-- People are not rows of one county: the login itself authenticates them, a county sees its own and its guests.
ALTER TABLE tenancy_user ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenancy_user FORCE ROW LEVEL SECURITY;
CREATE POLICY login ON tenancy_user TO jiadi_app USING (true);
CREATE POLICY system ON tenancy_user TO scope_system USING (true);
CREATE POLICY wide ON tenancy_user FOR SELECT TO scope_city, scope_audit USING (true);
CREATE POLICY county ON tenancy_user TO scope_county
    USING (county_id = nullif(current_setting('app.county', true), '')::bigint);
CREATE POLICY guests ON tenancy_user FOR SELECT TO scope_county
    USING (EXISTS (SELECT FROM tenancy_appointment held WHERE held.user_id = tenancy_user.id));
GRANT SELECT ON tenancy_user TO jiadi_app, scope_county, scope_city, scope_audit, scope_system;
GRANT INSERT, UPDATE ON tenancy_user TO scope_county, scope_system;
GRANT UPDATE (password, last_login, must_change_password) ON tenancy_user TO jiadi_app;

-- The national division is the same for everybody; only a new county adds to it.
GRANT SELECT ON tenancy_region TO jiadi_app, scope_county, scope_city, scope_audit, scope_public, scope_system;
GRANT INSERT, UPDATE ON tenancy_region TO scope_system;

-- Tables of the frameworks: sessions and failed sign-ins belong to the login, permissions are only read.
GRANT SELECT ON auth_permission, django_content_type TO jiadi_app, scope_county, scope_city, scope_audit, scope_system;
GRANT SELECT ON django_migrations TO jiadi_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session, axes_accessattempt, axes_accesslog, axes_accessfailurelog,
    axes_accessattemptexpiration TO jiadi_app;
