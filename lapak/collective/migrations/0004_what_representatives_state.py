import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Min, OuterRef, Subquery


def take_over(apps, _schema):
    """Take what stands with the company as stated; it is known where a letter was accepted or workers filed."""
    Company, Representative = apps.get_model("collective", "Company"), apps.get_model("collective", "Representative")
    own = Company.objects.filter(pk=OuterRef("company"))
    Representative.objects.update(
        stated_name=Subquery(own.values("name")), stated_branch=Subquery(own.values("branch"))
    )
    Mandate, Roster = apps.get_model("collective", "Mandate"), apps.get_model("collective", "Roster")
    accepted = Mandate.objects.filter(accepted_at__isnull=False).values("representative__company")
    for company, since in accepted.annotate(Min("accepted_at")).values_list(
        "representative__company", "accepted_at__min"
    ):
        Company.objects.filter(pk=company).update(known_since=since)
    filed = Roster.objects.filter(workers__filed__in=["collective", "draft"])
    Company.objects.filter(known_since=None, rosters__in=filed).update(known_since=F("registered_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("collective", "0003_workers"),
        ("offices", "0004_zones"),
    ]

    operations = [
        migrations.AddField(
            model_name="company", name="known_since", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="representative",
            name="stated_name",
            field=models.CharField(max_length=160, null=True),
        ),
        migrations.AddField(
            model_name="representative",
            name="stated_branch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="offices.branch",
            ),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
