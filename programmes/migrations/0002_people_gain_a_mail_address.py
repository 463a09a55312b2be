from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_units_people_and_appointments")]

    operations = [
        migrations.AddField(
            "person",
            "email",
            models.EmailField(blank=True, default="", max_length=254, verbose_name="mail address"),
            preserve_default=False,
        ),
        migrations.AddField(
            "person", "wants_reminders", models.BooleanField(default=True, verbose_name="reminded by mail")
        ),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(
                condition=models.Q(
                    ("email", ""), ("email__regex", r"^[^[:space:]@<>,;]+@[^[:space:]@<>,;]+$"), _connector="OR"
                ),
                name="a_mail_address_is_one_word_with_an_at",
            ),
        ),
    ]
