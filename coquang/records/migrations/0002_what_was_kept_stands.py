"""The journal is only added to; an issued paper keeps its facts, its code and, once made, its file."""

from django.db import migrations

JOURNAL = """
create function journal_is_only_added_to() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is only added to' using errcode = 'check_violation';
end $$;
create trigger journal_is_only_added_to before update or delete on records_journalentry
    for each row execute function journal_is_only_added_to();
"""
JOURNAL_UNDONE = """
drop trigger journal_is_only_added_to on records_journalentry;
drop function journal_is_only_added_to();
"""

PAPER = """
create function issued_paper_stands() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'issued paper is never deleted' using errcode = 'check_violation';
    end if;
    if (to_jsonb(new) - array['job_id', 'file', 'file_sha256', 'pages'])
       <> (to_jsonb(old) - array['job_id', 'file', 'file_sha256', 'pages'])
       or (old.file <> '' and (new.file, new.file_sha256, new.pages) is distinct from
                              (old.file, old.file_sha256, old.pages))
       or (old.job_id is not null and new.job_id is distinct from old.job_id) then
        raise exception 'issued paper does not change' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger issued_paper_stands before update or delete on records_printeddocument
    for each row execute function issued_paper_stands();
"""
PAPER_UNDONE = """
drop trigger issued_paper_stands on records_printeddocument;
drop function issued_paper_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0001_evidence_the_office_keeps")]
    operations = [migrations.RunSQL(JOURNAL, JOURNAL_UNDONE), migrations.RunSQL(PAPER, PAPER_UNDONE)]
