from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0011_tasks_know_the_day_they_were_given")]

    operations = [
        migrations.AddField(
            "unitgroup",
            "compares",
            models.BooleanField(default=False, verbose_name="units of like size and kind, compared among themselves"),
        )
    ]
