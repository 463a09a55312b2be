"""An order makes packs or the parts of a book, which is bound in the end; a part is known by the hash of its facts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0033_leaders_say_what_they_have_seen"),
        ("records", "0002_what_was_kept_stands"),
    ]

    operations = [
        migrations.AddField(
            model_name="packround",
            name="kind",
            field=models.CharField(
                choices=[("packs", "packs of meetings"), ("book", "book of results")], default="packs", max_length=5
            ),
        ),
        migrations.AddField(
            model_name="packround",
            name="book",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.printeddocument",
            ),
        ),
        migrations.AddField(
            model_name="packofround",
            name="facts_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddIndex(
            model_name="packofround",
            index=models.Index(
                condition=models.Q(("facts_sha256", ""), _negated=True),
                fields=["facts_sha256"],
                name="parts_by_their_facts",
            ),
        ),
    ]
