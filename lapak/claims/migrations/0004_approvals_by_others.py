from django.db import migrations

FORBID = """
create function approval_is_kept() returns trigger language plpgsql as $$
begin
    raise exception 'approvals are only ever added'
        using errcode = 'check_violation', constraint = 'approval_only_added';
end $$;
create trigger approval_only_added before update or delete on claims_approval
    for each row execute function approval_is_kept();

create function approval_fits_claim() returns trigger language plpgsql as $$
begin
    perform 1 from claims_claim
        where id = new.claim_id and officer_id = new.officer_id and approval_round = new.round;
    if not found then
        raise exception 'an approval names the officer and the round of its claim'
            using errcode = 'check_violation', constraint = 'approval_fits_claim';
    end if;
    return new;
end $$;
create trigger approval_fits_claim before insert on claims_approval
    for each row execute function approval_fits_claim();

create function claim_approved_by_enough() returns trigger language plpgsql as $$
begin
    if (select count(*) from claims_approval where claim_id = new.id and round = new.approval_round)
            < new.approvals_needed then
        raise exception 'too few people approved this claim'
            using errcode = 'check_violation', constraint = 'claim_approved_by_enough';
    end if;
    return new;
end $$;
create trigger claim_approved_by_enough before update on claims_claim
    for each row when (new.state = 'approved' and old.state <> 'approved')
    execute function claim_approved_by_enough();
"""
ALLOW = """
drop trigger claim_approved_by_enough on claims_claim;
drop function claim_approved_by_enough();
drop trigger approval_fits_claim on claims_approval;
drop function approval_fits_claim();
drop trigger approval_only_added on claims_approval;
drop function approval_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_approvals")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
