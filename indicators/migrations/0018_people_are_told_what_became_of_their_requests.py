"""What was asked for is told back: that a correction was decided, that a question was answered, and whether it was
seen. Nothing is told of what was settled before."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def one_of(model: str) -> models.OneToOneField:
    return models.OneToOneField(
        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="reply", to=f"indicators.{model}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0017_indicators_count_what_was_held"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            "Reply",
            [
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                ("answer", one_of("remark")),
                ("correction", one_of("correction")),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="indicators.figure"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        fields=["person"], condition=Q(seen_at__isnull=True), name="replies_nobody_has_seen_yet"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(correction__isnull=False, answer__isnull=True)
                        | Q(correction__isnull=True, answer__isnull=False),
                        name="a_reply_is_a_decision_or_an_answer",
                    )
                ],
            },
        )
    ]
