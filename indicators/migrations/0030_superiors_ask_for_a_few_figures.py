"""A superior asks chosen units for a few figures by an hour; the answers build a table."""

from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0029_superiors_ask_for_explanations"),
        ("programmes", "0010_cell_secretaries_have_a_door"),
    ]

    operations = [
        migrations.CreateModel(
            name="OneOff",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("text", models.CharField(blank=True, max_length=2000, verbose_name="text")),
                ("period_code", models.CharField(max_length=20)),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("capacity", models.CharField(max_length=452)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "head",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="one_offs", to="programmes.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="OneOffQuestion",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(blank=True, max_length=250, verbose_name="question")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("count", "whole number"),
                            ("quantity", "number with decimals"),
                            ("money", "money, in đồng"),
                            ("percent", "percentage"),
                            ("text", "words, not a number"),
                        ],
                        max_length=10,
                    ),
                ),
                ("measure", models.CharField(blank=True, max_length=200, verbose_name="measure")),
                (
                    "indicator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "one_off",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="indicators.oneoff"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OneOffUnit",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was_held", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="note")),
                ("sent_at", models.DateTimeField(null=True)),
                ("capacity", models.CharField(blank=True, max_length=452)),
                ("was_late", models.BooleanField(default=False)),
                (
                    "one_off",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="asked", to="indicators.oneoff"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="one_offs_asked", to="programmes.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["unit__name_sort", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OneOffAnswer",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("denominator", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("text", models.CharField(blank=True, max_length=1000)),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "being entered"),
                            ("submitted", "submitted"),
                            ("vetted", "vetted"),
                            ("approved", "approved"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="indicators.oneoffquestion"
                    ),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="indicators.oneoffunit"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="oneoff",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="a_one_off_request_has_a_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="oneoffquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("indicator__isnull", False), ("kind", ""), ("text", "")),
                    models.Q(
                        ("indicator__isnull", True),
                        models.Q(("text", ""), _negated=True),
                        models.Q(("kind", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_question_is_an_indicator_or_asks_for_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="oneoffquestion",
            constraint=models.UniqueConstraint(fields=("one_off", "position"), name="questions_stand_in_an_order"),
        ),
        migrations.AddIndex(
            model_name="oneoffunit",
            index=models.Index(
                condition=models.Q(("sent_at__isnull", True)), fields=["unit"], name="one_offs_that_wait_for_a_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="oneoffunit",
            constraint=models.UniqueConstraint(fields=("one_off", "unit"), name="a_unit_is_asked_once"),
        ),
        migrations.AddConstraint(
            model_name="oneoffunit",
            constraint=models.CheckConstraint(
                condition=models.Q(("was_late", False), ("sent_at__isnull", False), _connector="OR"),
                name="only_what_was_sent_was_late",
            ),
        ),
        migrations.AddConstraint(
            model_name="oneoffanswer",
            constraint=models.UniqueConstraint(fields=("asked", "question"), name="a_unit_answers_a_question_once"),
        ),
        migrations.AddConstraint(
            model_name="oneoffanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("value__isnull", True),
                    models.Q(("value__gte", 0), ("value__lt", Decimal("10000000000000000"))),
                    _connector="OR",
                ),
                name="an_answer_is_a_number_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="oneoffanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("denominator__isnull", True),
                    models.Q(("denominator__gte", 0), ("denominator__lt", Decimal("10000000000000000"))),
                    _connector="OR",
                ),
                name="an_answers_denominator_is_a_number_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="oneoffanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__isnull", False), models.Q(("text", ""), _negated=True), _connector="OR"),
                name="an_answer_is_a_number_or_words",
            ),
        ),
    ]
