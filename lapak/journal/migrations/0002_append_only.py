from django.db import migrations

FORBID = """
create function journal_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is append-only';
end $$;
create trigger journal_append_only before update or delete on journal_entry
    for each row execute function journal_is_append_only();
create index journal_entry_topics on journal_entry using gin (topics);
"""
ALLOW = """
drop index journal_entry_topics;
drop trigger journal_append_only on journal_entry;
drop function journal_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
