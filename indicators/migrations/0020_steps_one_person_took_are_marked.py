"""Sheets that one person vetted and approved before this was asked about say so; they stand as they are."""

from django.db import migrations

MARKED = "update indicators_sheet set one_hand = true where vetted_by_id = approved_by_id"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0019_one_person_may_do_two_steps")]
    operations = [migrations.RunSQL(MARKED, migrations.RunSQL.noop)]
