"""A superior has the units reminded that have not sent: once a day a person, beside the clock's letter."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0027_branches_are_added_up_anew"),
        ("programmes", "0010_cell_secretaries_have_a_door"),
    ]

    operations = [
        migrations.CreateModel(
            name="Urging",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period_code", models.CharField(max_length=20)),
                ("capacity", models.CharField(max_length=452)),
                ("at", models.DateTimeField()),
                ("units", models.PositiveIntegerField(default=0)),
                ("already", models.JSONField(default=list)),
                ("unreached", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="reminder",
            name="one_reminder_a_person_and_day",
        ),
        migrations.AddField(
            model_name="urging",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="urging",
            name="head",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="urgings", to="programmes.unit"
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="urging",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="indicators.urging"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("urging__isnull", True)),
                fields=("person", "day"),
                name="one_reminder_a_person_and_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("urging__isnull", False)),
                fields=("person", "day"),
                name="one_urging_a_person_and_day",
            ),
        ),
    ]
