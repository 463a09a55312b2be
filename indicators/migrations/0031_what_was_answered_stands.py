"""The answers of a one-off request do not change once they were sent, nor what the system held from the first."""

from django.db import migrations

STANDS = """
create function sent_answers_stand() returns trigger language plpgsql as $$
declare
    of_row record;
begin
    select sent_at, was_held into of_row from indicators_oneoffunit
     where id = case when tg_op = 'INSERT' then new.asked_id else old.asked_id end;
    if of_row.sent_at is not null or (of_row.was_held and tg_op <> 'INSERT') then
        raise exception 'the answers that were sent stand' using errcode = 'check_violation';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger sent_answers_stand before insert or update or delete on indicators_oneoffanswer
    for each row execute function sent_answers_stand();

create function a_sent_row_stands() returns trigger language plpgsql as $$
begin
    if old.sent_at is not null then
        raise exception 'what was sent stands' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger a_sent_row_stands before update on indicators_oneoffunit
    for each row execute function a_sent_row_stands();
"""
UNDONE = """
drop trigger a_sent_row_stands on indicators_oneoffunit;
drop function a_sent_row_stands();
drop trigger sent_answers_stand on indicators_oneoffanswer;
drop function sent_answers_stand();
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0030_superiors_ask_for_a_few_figures")]
    operations = [migrations.RunSQL(STANDS, UNDONE)]
