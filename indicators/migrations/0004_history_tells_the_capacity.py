from django.db import migrations, models

# As before it, with the capacity in which the person acted, as the writing statement said it.
HISTORY = """
create or replace function figures_leave_history() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    held text := left(coalesce(current_setting('coquang.capacity', true), ''), 452);
    who int := nullif(current_setting('coquang.person', true), '')::int;
    door text := left(coalesce(nullif(current_setting('coquang.source', true), ''), session_user), 20);
begin
    if tg_op = 'INSERT' then
        insert into indicators_figurechange
            (at, figure_id, version, old_value, new_value, old_denominator, new_denominator,
             person_id, capacity, source)
        select now(), n.id, n.version, null, n.value, null, n.denominator, who, held, door
          from fresh n where n.value is not null or n.denominator is not null;
    elsif tg_op = 'DELETE' then
        insert into indicators_figurechange
            (at, figure_id, version, old_value, new_value, old_denominator, new_denominator,
             person_id, capacity, source)
        select now(), o.id, o.version, o.value, null, o.denominator, null, who, held, door
          from former o where o.value is not null or o.denominator is not null;
    else
        insert into indicators_figurechange
            (at, figure_id, version, old_value, new_value, old_denominator, new_denominator,
             person_id, capacity, source)
        select now(), n.id, n.version, o.value, n.value, o.denominator, n.denominator, who, held, door
          from fresh n join former o on o.id = n.id
         where (o.value, o.denominator) is distinct from (n.value, n.denominator);
    end if;
    return null;
end $$;
"""
HISTORY_BEFORE = """
create or replace function figures_leave_history() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    who int := nullif(current_setting('coquang.person', true), '')::int;
    door text := left(coalesce(nullif(current_setting('coquang.source', true), ''), session_user), 20);
begin
    if tg_op = 'INSERT' then
        insert into indicators_figurechange
            (at, figure_id, version, old_value, new_value, old_denominator, new_denominator, person_id, source)
        select now(), n.id, n.version, null, n.value, null, n.denominator, who, door
          from fresh n where n.value is not null or n.denominator is not null;
    elsif tg_op = 'DELETE' then
        insert into indicators_figurechange
            (at, figure_id, version, old_value, new_value, old_denominator, new_denominator, person_id, source)
        select now(), o.id, o.version, o.value, null, o.denominator, null, who, door
          from former o where o.value is not null or o.denominator is not null;
    else
        insert into indicators_figurechange
            (at, figure_id, version, old_value, new_value, old_denominator, new_denominator, person_id, source)
        select now(), n.id, n.version, o.value, n.value, o.denominator, n.denominator, who, door
          from fresh n join former o on o.id = n.id
         where (o.value, o.denominator) is distinct from (n.value, n.denominator);
    end if;
    return null;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_cells_keep_what_was_not_taken")]
    operations = [
        migrations.AddField("figurechange", "capacity", models.CharField(blank=True, max_length=452)),
        migrations.RunSQL(HISTORY, HISTORY_BEFORE),
    ]
