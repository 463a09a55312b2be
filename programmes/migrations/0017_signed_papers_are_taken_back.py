"""A signed paper without a number becomes a draft again, when its text no longer holds; its signature goes with it."""

from django.db import migrations

MOVES = """
create or replace function official_paper_stands() returns trigger language plpgsql as $$
declare
    moving text[] := array['state', 'cancel_reason', 'signed_copy_id'];
begin
    if tg_op = 'DELETE' then
        if old.state <> 'draft' then
            raise exception 'a paper that left its draft is never deleted' using errcode = 'check_violation';
        end if;
        return old;
    end if;
    if old.state in ('submitted', 'signed') then
        moving := moving || array['facts', 'version', 'signer_name', 'signed_on', 'signed_by_id', 'is_signed_on_paper',
                                  'issued_on'];
    end if;
    if old.state <> 'draft' and to_jsonb(new) - moving <> to_jsonb(old) - moving then
        raise exception 'what was signed or issued does not change' using errcode = 'check_violation';
    end if;
    if old.state = 'signed' %(but)s and new.facts is distinct from old.facts then
        raise exception 'what was signed does not change' using errcode = 'check_violation';
    end if;
    if new.state <> old.state and not (old.state, new.state) in (
           ('draft', 'submitted'), ('submitted', 'draft'), ('submitted', 'signed'), ('signed', 'issued'), %(back)s
           ('issued', 'filed'), ('issued', 'cancelled'), ('filed', 'cancelled')) then
        raise exception 'a paper does not go from %% to %%', old.state, new.state using errcode = 'check_violation';
    end if;
    if old.signed_copy_id is not null and new.signed_copy_id is distinct from old.signed_copy_id then
        raise exception 'a signed copy is kept once' using errcode = 'check_violation';
    end if;
    return new;
end $$;
"""
TAKEN_BACK = MOVES % {"but": "and new.state <> 'draft'", "back": "('signed', 'draft'),"}
FORWARD_ONLY = MOVES % {"but": "", "back": ""}


class Migration(migrations.Migration):
    dependencies = [("programmes", "0016_papers_say_whether_both_sides_are_printed")]
    operations = [migrations.RunSQL(TAKEN_BACK, FORWARD_ONLY)]
