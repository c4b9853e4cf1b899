"""A due that is written unpaid needs no look at its receipts: there can be none yet, and theirs look at it later."""

from django.db import migrations

OF_A_DUE = "CREATE CONSTRAINT TRIGGER {} ON operation_due DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {}"
DO = "EXECUTE FUNCTION operation_sums_agree()"
DROP = "DROP TRIGGER sums_agree ON operation_due"
# Nobody may call the function; who makes a trigger of it must.
LEND = [
    "SET LOCAL ROLE journal_writer",
    "GRANT EXECUTE ON FUNCTION operation_sums_agree() TO PUBLIC",
    "RESET ROLE",
]
TAKE = [
    "SET LOCAL ROLE journal_writer",
    "REVOKE EXECUTE ON FUNCTION operation_sums_agree() FROM PUBLIC",
    "RESET ROLE",
]
APART = [
    DROP,
    OF_A_DUE.format("sums_agree AFTER UPDATE OF paid", DO),
    OF_A_DUE.format("sums_agree_at_first AFTER INSERT", f"WHEN (new.paid <> 0) {DO}"),
]
TOGETHER = [
    DROP,
    "DROP TRIGGER sums_agree_at_first ON operation_due",
    OF_A_DUE.format("sums_agree AFTER INSERT OR UPDATE OF paid", DO),
]


class Migration(migrations.Migration):
    dependencies = [("operation", "0006_deposits")]

    operations = [migrations.RunSQL([*LEND, *APART, *TAKE], [*LEND, *TOGETHER, *TAKE])]
