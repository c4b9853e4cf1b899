-- What is to be done about an asset lies with the unit the asset lies with, whichever act handed it on: the ledger does
-- not know of duties and repairs, so the database carries them over, as it does titles. What is over stays where it was.
CREATE FUNCTION custody_follow_asset() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE custody_duty SET unit_id = new.unit_id
    WHERE county_id = new.county_id AND asset_id = new.id AND unit_id <> new.unit_id AND state IN ('draft', 'in_force');
    UPDATE custody_repair SET unit_id = new.unit_id
    WHERE county_id = new.county_id AND asset_id = new.id AND unit_id <> new.unit_id AND state IN ('ordered', 'repaired');
    RETURN NULL;
END $$;
CREATE TRIGGER custody_follows AFTER UPDATE OF unit_id ON assets_asset
    FOR EACH ROW WHEN (old.unit_id IS DISTINCT FROM new.unit_id) EXECUTE FUNCTION custody_follow_asset();
