"""What a large import writes costs less: keys and an index that others imply go, and staged rows stay unpacked.

A change's county is its entry's, a staged row's is its batch's. Rows of a batch are found by import_row_once. Packed
and unpacked again with each statement that reads them, staged rows of one day cost more time than they save room.
"""

from django.db import migrations

from tenancy.operations import CountyByKey


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0015_job_appointment"),
    ]

    operations = [
        CountyByKey("change"),
        CountyByKey("importrow"),
        migrations.RunSQL(
            "DROP INDEX journal_importrow_batch_same_idx",
            "CREATE INDEX journal_importrow_batch_same_idx ON journal_importrow (county_id, batch_id)",
        ),
        migrations.RunSQL(
            "ALTER TABLE journal_importrow SET (toast_tuple_target = 8160)",
            "ALTER TABLE journal_importrow RESET (toast_tuple_target)",
        ),
    ]
