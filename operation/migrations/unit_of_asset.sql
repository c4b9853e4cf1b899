-- That its owner runs an asset itself is answered for by the unit the asset lies with, whichever act handed it on: the
-- ledger does not know of it, so the database carries it over, as it does duties. What is over stays where it was.
CREATE FUNCTION operation_follow_asset() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE operation_selfoperation SET unit_id = new.unit_id
    WHERE county_id = new.county_id AND asset_id = new.id AND unit_id <> new.unit_id
        AND state IN ('declared', 'in_force');
    RETURN NULL;
END $$;
CREATE TRIGGER operation_follows AFTER UPDATE OF unit_id ON assets_asset
    FOR EACH ROW WHEN (old.unit_id IS DISTINCT FROM new.unit_id) EXECUTE FUNCTION operation_follow_asset();
