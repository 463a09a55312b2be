"""Blocks pasted into a sheet, what they took the place of, and what providers call an indicator."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0006_figures_have_rules_and_their_answers"),
        ("programmes", "0001_units_people_and_appointments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Paste",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("brought_at", models.DateTimeField(auto_now_add=True)),
                ("file_name", models.CharField(blank=True, max_length=250)),
                ("lines", models.JSONField()),
                ("formulas", models.JSONField(default=list)),
                ("start", models.CharField(blank=True, max_length=20)),
                ("column", models.PositiveSmallIntegerField(null=True)),
                ("assigned", models.JSONField(default=dict)),
                ("taken_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.body",
                        verbose_name="providing body",
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="pastes", to="indicators.sheet"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PastedCell",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old_value", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("old_denominator", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("old_typed", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                (
                    "old_provenance",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "typed"),
                            (1, "loaded from a file"),
                            (2, "published"),
                            (3, "derived"),
                            (4, "demonstration"),
                        ]
                    ),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("denominator", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("is_put_back", models.BooleanField(default=False)),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="indicators.figure"
                    ),
                ),
                (
                    "paste",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cells", to="indicators.paste"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PasteName",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wording", models.CharField(max_length=250)),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="programmes.body",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programmes.unit"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="paste",
            constraint=models.CheckConstraint(
                condition=models.Q(("undone_at__isnull", True), ("taken_at__isnull", False), _connector="OR"),
                name="only_a_taken_paste_is_undone",
            ),
        ),
        migrations.AddConstraint(
            model_name="pastedcell",
            constraint=models.UniqueConstraint(fields=("paste", "figure"), name="a_paste_fills_a_figure_once"),
        ),
        migrations.AddConstraint(
            model_name="pastename",
            constraint=models.UniqueConstraint(
                fields=("unit", "body", "wording"), name="a_wording_means_one_indicator", nulls_distinct=False
            ),
        ),
    ]
