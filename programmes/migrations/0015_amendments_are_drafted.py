"""A clerk drafts the amendment of an adopted programme; whoever adopts signs it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0014_groups_say_whether_they_compare")]
    operations = [
        migrations.CreateModel(
            name="AmendmentDraft",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("typed", models.JSONField(default=dict)),
                ("capacity", models.CharField(blank=True, max_length=452)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendment_draft",
                        to="programmes.workprogramme",
                    ),
                ),
            ],
        )
    ]
