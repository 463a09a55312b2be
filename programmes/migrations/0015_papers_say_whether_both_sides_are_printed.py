from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0014_groups_say_whether_they_compare"),
    ]

    operations = [
        migrations.AddField(
            model_name="officialpaper",
            name="is_two_sided",
            field=models.BooleanField(default=False, verbose_name="printed on both sides of the sheet"),
        ),
    ]
