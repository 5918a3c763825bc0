import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("collective", "0004_what_representatives_state"),
    ]

    operations = [
        migrations.AlterField(
            model_name="representative",
            name="stated_name",
            field=models.CharField(max_length=160),
        ),
        migrations.AlterField(
            model_name="representative",
            name="stated_branch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.branch"
            ),
        ),
    ]
