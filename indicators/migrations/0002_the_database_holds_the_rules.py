"""What must hold whoever writes: the way of a sheet, closed figures, and a history nobody can rewrite."""

from django.db import migrations

# draft → submitted → vetted → approved; back to draft by a return, or by reopening as the next revision.
SHEET_WAY = """
create function sheet_keeps_its_way() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'draft' then
            raise exception 'a sheet begins as a draft, not as %', new.state using errcode = 'check_violation';
        end if;
        return new;
    end if;
    if (new.unit_id, new.year, new.quarter) is distinct from (old.unit_id, old.year, old.quarter) then
        raise exception 'a sheet stays with its unit and quarter' using errcode = 'check_violation';
    end if;
    if new.state = old.state
       or (old.state, new.state) in (('draft', 'submitted'), ('submitted', 'vetted'), ('vetted', 'approved'),
                                     ('submitted', 'draft'), ('vetted', 'draft'))
       or ((old.state, new.state) = ('approved', 'draft') and new.revision = old.revision + 1) then
        return new;
    end if;
    raise exception 'a sheet does not go from % to %', old.state, new.state using errcode = 'check_violation';
end $$;
create trigger sheet_keeps_its_way before insert or update on indicators_sheet
    for each row execute function sheet_keeps_its_way();
"""
SHEET_WAY_UNDONE = """
drop trigger sheet_keeps_its_way on indicators_sheet;
drop function sheet_keeps_its_way();
"""

# Figures move only while their sheet is a draft. One statement, one look, however many rows.
FIGURES_CLOSED = """
create function figures_of_a_closed_sheet_stand() returns trigger language plpgsql as $$
begin
    if exists (select from touched join indicators_sheet s on s.id = touched.sheet_id where s.state <> 'draft') then
        raise exception 'the figures of a sheet that was sent up do not change' using errcode = 'check_violation';
    end if;
    return null;
end $$;
create trigger figures_stand_on_insert after insert on indicators_figure referencing new table as touched
    for each statement execute function figures_of_a_closed_sheet_stand();
create trigger figures_stand_on_update after update on indicators_figure referencing new table as touched
    for each statement execute function figures_of_a_closed_sheet_stand();
create trigger figures_stand_on_delete after delete on indicators_figure referencing old table as touched
    for each statement execute function figures_of_a_closed_sheet_stand();
create trigger prior_figures_stand_on_insert after insert on indicators_priorfigure referencing new table as touched
    for each statement execute function figures_of_a_closed_sheet_stand();
create trigger prior_figures_stand_on_update after update on indicators_priorfigure referencing new table as touched
    for each statement execute function figures_of_a_closed_sheet_stand();
create trigger prior_figures_stand_on_delete after delete on indicators_priorfigure referencing old table as touched
    for each statement execute function figures_of_a_closed_sheet_stand();
"""
FIGURES_CLOSED_UNDONE = """
drop trigger prior_figures_stand_on_insert on indicators_priorfigure;
drop trigger prior_figures_stand_on_update on indicators_priorfigure;
drop trigger prior_figures_stand_on_delete on indicators_priorfigure;
drop trigger figures_stand_on_insert on indicators_figure;
drop trigger figures_stand_on_update on indicators_figure;
drop trigger figures_stand_on_delete on indicators_figure;
drop function figures_of_a_closed_sheet_stand();
"""

# History: old and new beside who and through which door, as the transaction said them. The function is the
# migrating role's, so it may write where the serving role may only read.
HISTORY = """
create function figures_leave_history() returns trigger
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
create trigger figures_leave_history_on_insert after insert on indicators_figure referencing new table as fresh
    for each statement execute function figures_leave_history();
create trigger figures_leave_history_on_update after update on indicators_figure
    referencing old table as former new table as fresh
    for each statement execute function figures_leave_history();
create trigger figures_leave_history_on_delete after delete on indicators_figure referencing old table as former
    for each statement execute function figures_leave_history();
"""
HISTORY_UNDONE = """
drop trigger figures_leave_history_on_insert on indicators_figure;
drop trigger figures_leave_history_on_update on indicators_figure;
drop trigger figures_leave_history_on_delete on indicators_figure;
drop function figures_leave_history();
"""

# A corrected figure finds room on its own page, so neither index grows with it.
ROOM = "alter table indicators_figure set (fillfactor = 82)"
ROOM_UNDONE = "alter table indicators_figure reset (fillfactor)"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_figures_from_catalogue_to_sheet")]
    operations = [
        migrations.RunSQL(SHEET_WAY, SHEET_WAY_UNDONE),
        migrations.RunSQL(FIGURES_CLOSED, FIGURES_CLOSED_UNDONE),
        migrations.RunSQL(HISTORY, HISTORY_UNDONE),
        migrations.RunSQL(ROOM, ROOM_UNDONE),
    ]
