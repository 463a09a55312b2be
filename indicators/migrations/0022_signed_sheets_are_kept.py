"""The signed sheet behind an approval on paper is kept, scanned or photographed."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("indicators", "0021_nobody_approves_what_they_vetted")]
    operations = [
        migrations.CreateModel(
            "SignedScan",
            [
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=150)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("jpeg", "JPEG"),
                            ("png", "PNG"),
                            ("webp", "WebP"),
                            ("xlsx", "Excel"),
                        ],
                        max_length=10,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("stored_as", models.CharField(max_length=60, unique=True)),
                (
                    "approval",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scan",
                        to="indicators.paperapproval",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(size__gt=0, size__lte=10 * 1024 * 1024),
                        name="a_scan_is_neither_empty_nor_too_large",
                    ),
                    models.CheckConstraint(condition=~Q(kind="xlsx"), name="a_scan_is_pages_or_a_picture"),
                ],
            },
        ),
    ]
