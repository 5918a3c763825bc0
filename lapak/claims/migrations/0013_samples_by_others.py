from django.db import migrations

FORBID = """
create function sample_by_others() returns trigger language plpgsql as $$
begin
    perform 1 from claims_approval where claim_id = new.claim_id and by_id = new.done_by_id;
    if found then
        raise exception 'who approved a claim does not look at it once more'
            using errcode = 'check_violation', constraint = 'sample_not_by_an_approver';
    end if;
    return new;
end $$;
create trigger sample_not_by_an_approver before update on claims_sample
    for each row when (new.done_by_id is not null) execute function sample_by_others();
"""
ALLOW = """
drop trigger sample_not_by_an_approver on claims_sample;
drop function sample_by_others();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0012_samples")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
