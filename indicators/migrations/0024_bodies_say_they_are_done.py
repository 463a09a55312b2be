"""A body that provides rows of a sheet says when all of them are in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0009_offices_have_a_telephone"), ("indicators", "0023_cells_confirm_figures")]
    operations = [
        migrations.CreateModel(
            "BodyDone",
            [
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("capacity", models.CharField(blank=True, max_length=452)),
                ("at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.body",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bodies_done",
                        to="indicators.sheet",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
    ]
