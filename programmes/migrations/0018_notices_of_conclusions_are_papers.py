"""The notice of what a meeting concluded goes its way as an official paper; the office's own parts are kept with it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0017_signed_papers_are_taken_back")]
    operations = [
        migrations.CreateModel(
            name="NoticeOfConclusions",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("assessment", models.TextField(blank=True, max_length=20000, verbose_name="assessment")),
                ("proposals", models.TextField(blank=True, max_length=20000, verbose_name="on proposals")),
                ("report_by", models.DateField(blank=True, null=True, verbose_name="results are reported by")),
                ("as_told", models.JSONField(default=dict)),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="programmes.minutes",
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="programmes.officialpaper",
                    ),
                ),
            ],
        )
    ]
