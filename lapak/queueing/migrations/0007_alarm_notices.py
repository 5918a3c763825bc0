import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("queueing", "0006_alarms_on_the_screen"),
    ]

    operations = [
        migrations.RenameModel(old_name="AlarmMail", new_name="AlarmNotice"),
        migrations.AlterField(
            model_name="alarmnotice",
            name="alarm",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="queueing.crowdalarm"
            ),
        ),
    ]
