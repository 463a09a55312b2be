"""A body of a unit can be telephoned: the number stands beside the questions of its cell secretaries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_rights_are_handed_over_for_a_while")]
    operations = [
        migrations.AddField(
            "body",
            "phone",
            models.CharField(blank=True, default="", max_length=40, verbose_name="telephone"),
            preserve_default=False,
        ),
    ]
