"""Counts of tries need not survive a crash, so they are kept out of the log that every commit waits for."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("limits", "0001_tries_by_hash")]

    operations = [
        migrations.RunSQL(
            "alter table limits_bucket set unlogged", "alter table limits_bucket set logged"
        )
    ]
