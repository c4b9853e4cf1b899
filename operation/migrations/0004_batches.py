"""An agreement, and an operator, know the import that wrote them, and go with it when it is taken back."""

from django.db import migrations, models

from journal.operations import Undoable


def known(model):
    """The batch of a model's rows, and the index that finds them."""
    return [
        migrations.AddField(model, "batch_id", models.BigIntegerField(editable=False, null=True)),
        migrations.AddIndex(
            model,
            models.Index(
                condition=models.Q(("batch_id__isnull", False)),
                fields=["county", "batch_id"],
                name=f"{model}_batch",
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("operation", "0003_self_operation")]

    operations = [
        *known("agreement"),
        *known("operator"),
        Undoable("agreement", only="state = 'draft'"),
        Undoable("operator"),
        migrations.RunSQL(
            "GRANT USAGE ON SEQUENCE operation_agreement_id_seq TO scope_county, scope_system",
            migrations.RunSQL.noop,
        ),
    ]
