-- What everybody may read of a certificate: by the code on it, on /c/<number>/. Titles of households' assets are not
-- among them (the public role sees no such asset, assets/migrations/labels.sql), nor is any household's name.
GRANT SELECT (id) ON assets_asset TO scope_public;
CREATE POLICY public ON ownership_title FOR SELECT TO scope_public USING (
    number <> '' AND EXISTS (SELECT FROM assets_asset a WHERE a.county_id = ownership_title.county_id AND a.id = asset_id));
GRANT SELECT (id, county_id, number, name, asset_id, state, whole, issued_at) ON ownership_title TO scope_public;
CREATE POLICY public ON ownership_share FOR SELECT TO scope_public USING (
    kind <> 'household' AND EXISTS (SELECT FROM ownership_title t WHERE t.county_id = ownership_share.county_id AND t.id = title_id));
GRANT SELECT (id, county_id, title_id, position, kind, name, parts) ON ownership_share TO scope_public;

GRANT SELECT (number, asset_id, state, issued_at) ON ownership_title TO journal_writer;
GRANT SELECT (id) ON assets_asset TO journal_writer;
CREATE FUNCTION ownership_public_household(county bigint, code text) RETURNS TABLE (state text, issued_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.state, t.issued_at FROM ownership_title t
    JOIN assets_asset a ON a.county_id = t.county_id AND a.id = t.asset_id AND a.category = 'household'
    WHERE t.county_id = county AND t.number = code $$;
ALTER FUNCTION ownership_public_household(bigint, text) OWNER TO journal_writer;
SET LOCAL ROLE journal_writer;
REVOKE EXECUTE ON FUNCTION ownership_public_household(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ownership_public_household(bigint, text) TO scope_public;
RESET ROLE;
