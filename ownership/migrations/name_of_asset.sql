-- A title under way is called what its asset is called. Once settled it keeps the name it was settled under: that one
-- stands on the certificate.
CREATE OR REPLACE FUNCTION ownership_follow_asset() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE ownership_title SET unit_id = new.unit_id
    WHERE county_id = new.county_id AND asset_id = new.id AND unit_id <> new.unit_id;
    UPDATE ownership_title SET name = new.name
    WHERE county_id = new.county_id AND asset_id = new.id AND name <> new.name
        AND state IN ('draft', 'proposed', 'reviewed', 'disputed');
    RETURN NULL;
END $$;
DROP TRIGGER title_follows ON assets_asset;
CREATE TRIGGER title_follows AFTER UPDATE OF unit_id, name ON assets_asset
    FOR EACH ROW WHEN (old.unit_id IS DISTINCT FROM new.unit_id OR old.name IS DISTINCT FROM new.name)
    EXECUTE FUNCTION ownership_follow_asset();
