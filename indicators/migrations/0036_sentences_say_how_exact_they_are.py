from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0035_written_parts_know_their_figures"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="sentence_is_exact",
            field=models.BooleanField(default=False, verbose_name="sentences give money to the đồng"),
        ),
    ]
