"""Whoever vetted a sheet does not approve it, unless the unit's year allowed it."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("indicators", "0020_steps_one_person_took_are_marked")]
    operations = [
        migrations.AddConstraint(
            "Sheet",
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(vetted_by__isnull=True)
                | ~Q(approved_by=F("vetted_by"))
                | Q(one_hand=True),
                name="nobody_approves_what_they_vetted_unless_allowed",
            ),
        )
    ]
