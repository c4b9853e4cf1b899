-- A certificate of what has left the ledger holds no more: of a household's thing, too, its asset's state is told.
DROP FUNCTION ownership_public_household(bigint, text);
CREATE FUNCTION ownership_public_household(county bigint, code text)
RETURNS TABLE (state text, asset_state text, issued_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.state, a.state, t.issued_at FROM ownership_title t
    JOIN assets_asset a ON a.county_id = t.county_id AND a.id = t.asset_id AND a.category = 'household'
    WHERE t.county_id = county AND t.number = code $$;
ALTER FUNCTION ownership_public_household(bigint, text) OWNER TO journal_writer;
SET LOCAL ROLE journal_writer;
REVOKE EXECUTE ON FUNCTION ownership_public_household(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ownership_public_household(bigint, text) TO scope_public;
RESET ROLE;
