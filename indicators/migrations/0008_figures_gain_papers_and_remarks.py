"""Papers behind figures, remarks on them, and the eye a person keeps on one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0007_sheets_gain_pasted_blocks"),
        ("programmes", "0001_units_people_and_appointments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("file_name", models.CharField(max_length=150)),
                (
                    "kind",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("jpeg", "JPEG"), ("png", "PNG"), ("webp", "WebP"), ("xlsx", "Excel")],
                        max_length=10,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("stored_as", models.CharField(max_length=60, unique=True)),
                ("capacity", models.CharField(blank=True, max_length=452)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="indicators.sheet"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceOf",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was_awaited", models.BooleanField(default=False)),
                ("was_due", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="indicators.evidence"
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="indicators.figure"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="indicators.figure"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("comment", "comment"), ("question", "question"), ("answer", "answer")], max_length=10
                    ),
                ),
                ("text", models.CharField(max_length=2000, verbose_name="text")),
                ("capacity", models.CharField(blank=True, max_length=452)),
                ("at", models.DateTimeField()),
                ("asked_post", models.CharField(blank=True, max_length=250)),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("paper", "paper"),
                            ("phone", "telephone"),
                            ("chat", "Zalo"),
                            ("in_person", "in person"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("informant", models.CharField(blank=True, max_length=200, verbose_name="told by")),
                (
                    "answers",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="indicators.remark",
                    ),
                ),
                (
                    "asked_of",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.body"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="indicators.figure"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0), ("size__lte", 10485760)),
                name="a_file_is_neither_empty_nor_too_large",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("title", ""), _negated=True), models.Q(("stored_as", ""), _negated=True)),
                name="evidence_has_a_title_and_a_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                fields=("sheet", "sha256"),
                name="a_file_is_kept_once_on_a_sheet",
                violation_error_message="This very file is kept on the sheet already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidenceof",
            constraint=models.UniqueConstraint(
                fields=("evidence", "figure"), name="a_paper_stands_behind_a_figure_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(fields=("person", "figure"), name="a_figure_is_followed_once"),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="a_remark_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "question"), models.Q(("asked_post", ""), _negated=True)),
                    models.Q(
                        models.Q(("kind", "question"), _negated=True), ("asked_of__isnull", True), ("asked_post", "")
                    ),
                    _connector="OR",
                ),
                name="a_question_is_put_to_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answers__isnull", False), ("kind", "answer")),
                    models.Q(models.Q(("kind", "answer"), _negated=True), ("answers__isnull", True)),
                    _connector="OR",
                ),
                name="an_answer_answers_a_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", ""), ("informant", "")),
                    models.Q(
                        ("kind", "answer"),
                        models.Q(("channel", ""), _negated=True),
                        models.Q(("informant", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_answer_that_was_told_says_how_and_by_whom",
            ),
        ),
    ]
