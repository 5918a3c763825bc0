from django.db import migrations, models

MOVE = """
update claims_claim set event_on = died_on from claims_acting
    where claims_acting.claim_id = claims_claim.id and died_on is not null;
"""
MOVE_BACK = """
update claims_acting set died_on = event_on from claims_claim where claims_claim.id = claims_acting.claim_id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0009_signatures_and_needs"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="event_on",
            field=models.DateField(null=True),
        ),
        migrations.RunSQL(MOVE, MOVE_BACK),
        migrations.RemoveField(
            model_name="acting",
            name="died_on",
        ),
    ]
