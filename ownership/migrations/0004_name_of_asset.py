"""A title that is not settled goes by the name its asset is amended to."""

from pathlib import Path

from django.db import migrations

FOLLOWS = Path(__file__).with_name("name_of_asset.sql").read_text(encoding="utf-8")
BACK = """
CREATE OR REPLACE FUNCTION ownership_follow_asset() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE ownership_title SET unit_id = new.unit_id
    WHERE county_id = new.county_id AND asset_id = new.id AND unit_id <> new.unit_id;
    RETURN NULL;
END $$;
DROP TRIGGER title_follows ON assets_asset;
CREATE TRIGGER title_follows AFTER UPDATE OF unit_id ON assets_asset
    FOR EACH ROW WHEN (old.unit_id IS DISTINCT FROM new.unit_id) EXECUTE FUNCTION ownership_follow_asset();
"""


class Migration(migrations.Migration):
    dependencies = [("ownership", "0003_unit_of_asset")]

    operations = [migrations.RunSQL(FOLLOWS, BACK)]
