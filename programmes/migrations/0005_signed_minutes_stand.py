"""What was signed stands, whoever writes; and Vietnamese text is searched without its marks."""

from django.db import migrations

SIGNED = """
create function signed_minutes_stand() returns trigger language plpgsql as $$
begin
    if old.state = 'signed' then
        raise exception 'signed minutes are mended by a supplementary record only' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger signed_minutes_stand before update on programmes_minutes
    for each row execute function signed_minutes_stand();

create function what_signed_minutes_say_stands() returns trigger language plpgsql as $$
declare
    touched bigint := case when tg_op = 'DELETE' then old.minutes_id else new.minutes_id end;
    apart text[] := '{no_task_reason,found_by}';
begin
    -- That nothing is to be done about a matter may be said later: it is no word of the record. What the database
    -- computes of a row is not known yet before it is written.
    if tg_op = 'UPDATE'
       and to_jsonb(new) - apart = to_jsonb(old) - apart then
        return new;
    end if;
    if exists (select from programmes_minutes m where m.id = touched and m.state = 'signed') then
        raise exception 'what signed minutes say does not change' using errcode = 'check_violation';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger remarks_of_signed_minutes_stand before insert or update or delete on programmes_remark
    for each row execute function what_signed_minutes_say_stands();
create trigger sentences_of_signed_minutes_stand before insert or update or delete on programmes_sentence
    for each row execute function what_signed_minutes_say_stands();
create trigger conclusions_of_signed_minutes_stand before insert or update or delete on programmes_conclusion
    for each row execute function what_signed_minutes_say_stands();
create trigger comments_on_signed_minutes_stand before insert or update or delete on programmes_minutescomment
    for each row execute function what_signed_minutes_say_stands();
"""
SIGNED_UNDONE = """
drop trigger comments_on_signed_minutes_stand on programmes_minutescomment;
drop trigger conclusions_of_signed_minutes_stand on programmes_conclusion;
drop trigger sentences_of_signed_minutes_stand on programmes_sentence;
drop trigger remarks_of_signed_minutes_stand on programmes_remark;
drop function what_signed_minutes_say_stands();
drop trigger signed_minutes_stand on programmes_minutes;
drop function signed_minutes_stand();
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_from_programme_to_meeting_to_task")]
    operations = [migrations.RunSQL(SIGNED, SIGNED_UNDONE)]
