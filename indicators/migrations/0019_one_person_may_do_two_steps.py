"""A unit's year may allow one person two neighbouring steps; the sheet says when it was so."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0018_people_are_told_what_became_of_their_requests"),
        ("programmes", "0003_rights_are_handed_over_for_a_while"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            "DoubleDuty",
            [
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "steps",
                    models.CharField(
                        choices=[
                            ("vet", "whoever sent a sheet may vet it"),
                            ("approve", "whoever vetted a sheet may approve it"),
                        ],
                        max_length=10,
                        verbose_name="steps",
                    ),
                ),
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="double_duties", to="programmes.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["unit", "year", "steps"],
                        condition=Q(ended_at__isnull=True),
                        name="two_steps_are_allowed_once_at_a_time",
                    ),
                    models.CheckConstraint(condition=~Q(reason=""), name="two_steps_are_allowed_for_a_reason"),
                ],
            },
        ),
        migrations.AddField("Sheet", "one_hand", models.BooleanField(default=False)),
        migrations.RemoveConstraint("Sheet", "nobody_vets_what_they_submitted"),
        migrations.AddConstraint(
            "Sheet",
            models.CheckConstraint(
                condition=Q(vetted_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(vetted_by=F("submitted_by"))
                | Q(one_hand=True),
                name="nobody_vets_what_they_submitted_unless_allowed",
            ),
        ),
    ]
