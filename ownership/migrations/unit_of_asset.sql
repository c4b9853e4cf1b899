-- A title lies with the unit its asset lies with, whichever act handed the asset on: the ledger does not know of titles,
-- so the database carries it over. Within the act that changed the asset, which the journal names for both.
CREATE FUNCTION ownership_follow_asset() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE ownership_title SET unit_id = new.unit_id
    WHERE county_id = new.county_id AND asset_id = new.id AND unit_id <> new.unit_id;
    RETURN NULL;
END $$;
CREATE TRIGGER title_follows AFTER UPDATE OF unit_id ON assets_asset
    FOR EACH ROW WHEN (old.unit_id IS DISTINCT FROM new.unit_id) EXECUTE FUNCTION ownership_follow_asset();

-- Those that were left behind; no act of a person's, so the journal has nothing to say of it.
ALTER TABLE ownership_title NO FORCE ROW LEVEL SECURITY;
ALTER TABLE assets_asset NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ownership_title DISABLE TRIGGER journal_update;
UPDATE ownership_title t SET unit_id = a.unit_id FROM assets_asset a
    WHERE a.county_id = t.county_id AND a.id = t.asset_id AND a.unit_id <> t.unit_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE ownership_title ENABLE TRIGGER journal_update;
ALTER TABLE assets_asset FORCE ROW LEVEL SECURITY;
ALTER TABLE ownership_title FORCE ROW LEVEL SECURITY;
