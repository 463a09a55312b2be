"""Indicators that count the inspections and supervisions held."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0016_tasks_move_indicators"),
    ]

    operations = [
        migrations.CreateModel(
            name="OversightCount",
            fields=[
                ("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "body_kind",
                    models.CharField(
                        choices=[
                            ("party_committee", "Party committee"),
                            ("standing_committee", "standing committee"),
                            ("peoples_committee", "People's Committee"),
                            ("inspection_commission", "inspection commission"),
                            ("party_office", "Party committee office"),
                            ("party_building_board", "Party-building board"),
                            ("fatherland_front", "Fatherland Front"),
                            ("mass_organisation", "mass organisation"),
                            ("police", "police"),
                            ("military_command", "military command"),
                            ("health_station", "health station"),
                            ("sector_agency", "sector agency"),
                            ("section", "section of the People's Committee"),
                            ("party_cell", "Party cell"),
                        ],
                        max_length=30,
                        verbose_name="programme of",
                    ),
                ),
                (
                    "counts",
                    models.CharField(
                        choices=[
                            ("inspections", "inspections"),
                            ("supervisions", "supervisions"),
                            ("both", "inspections and supervisions"),
                        ],
                        max_length=12,
                        verbose_name="counts",
                    ),
                ),
                (
                    "indicator",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="oversight_count",
                        to="indicators.indicator",
                    ),
                ),
            ],
        ),
    ]
