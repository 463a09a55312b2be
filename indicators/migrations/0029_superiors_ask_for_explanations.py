"""A superior asks a unit to explain an indicator by a day; question and answer are never written again."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0028_superiors_remind_who_has_not_sent"),
        ("programmes", "0010_cell_secretaries_have_a_door"),
    ]

    operations = [
        migrations.CreateModel(
            name="Explanation",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("through", models.PositiveSmallIntegerField(verbose_name="through quarter")),
                ("period_code", models.CharField(max_length=20)),
                ("text", models.CharField(max_length=2000, verbose_name="text")),
                ("due_on", models.DateField(verbose_name="due")),
                ("capacity", models.CharField(max_length=452)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="explanations",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="explanations", to="programmes.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ExplanationAnswer",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=2000, verbose_name="text")),
                ("capacity", models.CharField(max_length=452)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "explanation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answer", to="indicators.explanation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExplanationDraft",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=2000, verbose_name="text")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "explanation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="indicators.explanation"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="explanation",
            index=models.Index(fields=["unit", "year"], name="explanations_by_unit_and_year"),
        ),
        migrations.AddConstraint(
            model_name="explanation",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="a_request_for_explanation_asks_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="explanation",
            constraint=models.CheckConstraint(
                condition=models.Q(("through__range", (1, 4))), name="an_explanation_is_of_quarters"
            ),
        ),
        migrations.AddConstraint(
            model_name="explanationanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="an_explanation_says_something"
            ),
        ),
    ]
