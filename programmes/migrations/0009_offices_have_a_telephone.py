"""A body of a unit can be telephoned: the number stands beside the questions of its cell secretaries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0008_work_is_handed_over")]
    operations = [
        migrations.AddField(
            "body",
            "phone",
            models.CharField(blank=True, default="", max_length=40, verbose_name="telephone"),
            preserve_default=False,
        ),
    ]
