from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("queueing", "0007_alarm_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="doorscan",
            name="device_id",
            field=models.UUIDField(null=True),
        ),
    ]
