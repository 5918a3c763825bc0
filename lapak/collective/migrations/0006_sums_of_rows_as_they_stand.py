from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("collective", "0005_representatives_state_a_company"),
    ]

    operations = [
        migrations.AddField(
            model_name="roster", name="rows_version", field=models.PositiveIntegerField(default=1)
        ),
        migrations.AddField(
            model_name="roster", name="measured_version", field=models.PositiveIntegerField(null=True)
        ),
        migrations.AddField(
            model_name="thresholdsum",
            name="rows_version",
            field=models.PositiveIntegerField(default=1),  # as those of all lists there are
            preserve_default=False,
        ),
    ]
