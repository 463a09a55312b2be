"""What is with the signer keeps its words; an issued paper neither changes nor goes; the register is only added to."""

from django.db import migrations

PAPERS = """
create function official_paper_stands() returns trigger language plpgsql as $$
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
    if old.state = 'signed' and new.facts is distinct from old.facts then
        raise exception 'what was signed does not change' using errcode = 'check_violation';
    end if;
    if new.state <> old.state and not (old.state, new.state) in (
           ('draft', 'submitted'), ('submitted', 'draft'), ('submitted', 'signed'), ('signed', 'issued'),
           ('issued', 'filed'), ('issued', 'cancelled'), ('filed', 'cancelled')) then
        raise exception 'a paper does not go from % to %', old.state, new.state using errcode = 'check_violation';
    end if;
    if old.signed_copy_id is not null and new.signed_copy_id is distinct from old.signed_copy_id then
        raise exception 'a signed copy is kept once' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger official_paper_stands before update or delete on programmes_officialpaper
    for each row execute function official_paper_stands();

create function register_is_only_added_to() returns trigger language plpgsql as $$
begin
    raise exception 'a number that was given stays given' using errcode = 'check_violation';
end $$;
create trigger register_is_only_added_to before update or delete on programmes_registerentry
    for each row execute function register_is_only_added_to();

create function what_was_sent_stays_sent() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.sent_at is not null then
            raise exception 'what was sent stays sent' using errcode = 'check_violation';
        end if;
        return old;
    end if;
    if (new.paper_id, new.body_id) is distinct from (old.paper_id, old.body_id)
       or (old.sent_at is not null and new.sent_at is distinct from old.sent_at)
       or (old.opened_at is not null
           and (new.opened_at, new.opened_by_id) is distinct from (old.opened_at, old.opened_by_id)) then
        raise exception 'what was sent and opened stays so' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger what_was_sent_stays_sent before update or delete on programmes_delivery
    for each row execute function what_was_sent_stays_sent();
"""
PAPERS_UNDONE = """
drop trigger what_was_sent_stays_sent on programmes_delivery;
drop function what_was_sent_stays_sent();
drop trigger register_is_only_added_to on programmes_registerentry;
drop function register_is_only_added_to();
drop trigger official_paper_stands on programmes_officialpaper;
drop function official_paper_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0012_official_papers_are_numbered_and_sent")]
    operations = [migrations.RunSQL(PAPERS, PAPERS_UNDONE)]
