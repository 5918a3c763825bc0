import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

ZONES = [("hall", "hall"), ("yard", "yard"), ("gate", "gate")]


def _branch():
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offices.branch"
    )


def keep_counts(apps, _schema):
    """Take over who is inside the halls at this moment."""
    HallCount, ZoneCount = apps.get_model("queueing", "HallCount"), apps.get_model("queueing", "ZoneCount")
    ZoneCount.objects.bulk_create(
        ZoneCount(branch_id=row.branch_id, zone="hall", inside=row.inside, moved_at=row.moved_at)
        for row in HallCount.objects.all()
    )


def received_when_pressed(apps, _schema):
    """Presses until now came in when they were made."""
    apps.get_model("queueing", "Movement").objects.update(received_at=F("at"))


class Migration(migrations.Migration):

    dependencies = [
        ("offices", "0004_zones"),
        ("queueing", "0002_turns_promises_and_door"),
    ]

    operations = [
        migrations.CreateModel(
            name="ZoneCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("zone", models.CharField(choices=ZONES, max_length=8)),
                ("inside", models.PositiveIntegerField(default=0)),
                ("moved_at", models.DateTimeField(null=True)),
                ("branch", _branch()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["branch", "zone"], name="zone_counted_once")],
            },
        ),
        migrations.RunPython(keep_counts, migrations.RunPython.noop),
        migrations.DeleteModel(name="HallCount"),
        migrations.RemoveIndex(model_name="hallmovement", name="movement_latest"),
        migrations.RenameModel(old_name="HallMovement", new_name="Movement"),
        migrations.AddField(
            model_name="movement",
            name="zone",
            field=models.CharField(choices=ZONES, default="hall", max_length=8),
        ),
        migrations.AddField(model_name="movement", name="received_at", field=models.DateTimeField(null=True)),
        migrations.RunPython(received_when_pressed, migrations.RunPython.noop),
        migrations.AlterField(model_name="movement", name="received_at", field=models.DateTimeField()),
    ]
