"""Keys of the cell secretary's door, a telephone with its PIN or a card good once, and the knocks in vain of a day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("programmes", "0009_offices_have_a_telephone")]
    operations = [
        migrations.CreateModel(
            "DoorKey",
            [
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("pin", "Pin"), ("card", "Card")], max_length=4)),
                ("mark", models.CharField(max_length=64)),
                ("secret", models.CharField(blank=True, max_length=128)),
                ("phone_end", models.CharField(blank=True, max_length=3)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="door_keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["mark"],
                        condition=Q(revoked_at__isnull=True),
                        name="a_phone_or_card_opens_to_one_person",
                    ),
                    models.UniqueConstraint(
                        fields=["person"],
                        condition=Q(kind="pin", revoked_at__isnull=True),
                        name="a_person_has_one_phone_and_pin",
                    ),
                    models.CheckConstraint(
                        condition=(
                            Q(kind="pin", expires_at__isnull=True, phone_end__regex="^[0-9]{3}$") & ~Q(secret="")
                        )
                        | Q(kind="card", secret="", phone_end="", expires_at__isnull=False),
                        name="a_phone_has_its_pin_and_a_card_its_end",
                    ),
                    models.CheckConstraint(
                        condition=Q(used_at__isnull=True) | Q(kind="card", used_at__lte=F("expires_at")),
                        name="a_card_is_used_before_it_expires",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "DoorAttempt",
            [
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("phone_mark", models.CharField(blank=True, max_length=64)),
                ("address_mark", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["at"], name="attempts_by_time")]},
        ),
    ]
