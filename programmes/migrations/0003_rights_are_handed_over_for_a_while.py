"""An office-holder hands over a right for a while: whose, to whom, from which day to which, and why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_people_gain_a_mail_address")]
    operations = [
        migrations.CreateModel(
            "Delegation",
            [
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(verbose_name="to")),
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="programmes.appointment",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["to", "valid_to"], name="delegations_to_a_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(valid_to__gt=F("valid_from")), name="a_delegation_lasts_at_least_a_day"
                    ),
                    models.CheckConstraint(condition=~Q(reason=""), name="a_delegation_says_why"),
                ],
            },
        ),
    ]
