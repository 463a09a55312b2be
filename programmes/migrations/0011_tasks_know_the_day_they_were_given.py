import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0010_cell_secretaries_have_a_door")]

    operations = [
        migrations.AddField("task", "given_on", models.DateField(blank=True, null=True, verbose_name="given on")),
        migrations.AddField(
            "task",
            "carried_from",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_on",
                to="programmes.task",
            ),
        ),
        migrations.AddField(
            "task", "text_search", models.TextField(default="", editable=False), preserve_default=False
        ),
    ]
