from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0013_issued_papers_stand")]

    operations = [
        migrations.AddField(
            "unitgroup",
            "compares",
            models.BooleanField(default=False, verbose_name="units of like size and kind, compared among themselves"),
        )
    ]
