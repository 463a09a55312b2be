from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0015_amendments_are_drafted"),
    ]

    operations = [
        migrations.AddField(
            model_name="officialpaper",
            name="is_two_sided",
            field=models.BooleanField(default=False, verbose_name="printed on both sides of the sheet"),
        ),
    ]
