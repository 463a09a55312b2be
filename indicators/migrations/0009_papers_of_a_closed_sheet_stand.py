"""A paper never changes, stays on the sheet it came with, and goes only while that sheet is a draft."""

from django.db import migrations

PAPERS_STAND = """
create function papers_of_a_closed_sheet_stand() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        raise exception 'a paper does not change' using errcode = 'check_violation';
    end if;
    if exists (select from indicators_sheet s where s.id = old.sheet_id and s.state <> 'draft') then
        raise exception 'the papers of a sheet that was sent up stand' using errcode = 'check_violation';
    end if;
    return old;
end $$;
create trigger papers_of_a_closed_sheet_stand before update or delete on indicators_evidence
    for each row execute function papers_of_a_closed_sheet_stand();

create function papers_stand_behind_their_own_sheet() returns trigger language plpgsql as $$
declare
    of_paper int;
    of_figure int;
begin
    if tg_op = 'UPDATE' then
        raise exception 'where a paper stands does not change' using errcode = 'check_violation';
    end if;
    if tg_op = 'INSERT' then
        select sheet_id into of_paper from indicators_evidence where id = new.evidence_id;
        select sheet_id into of_figure from indicators_figure where id = new.figure_id;
        if of_paper <> of_figure then
            raise exception 'a paper stands behind figures of its own sheet' using errcode = 'check_violation';
        end if;
        return new;
    end if;
    if exists (select from indicators_evidence e join indicators_sheet s on s.id = e.sheet_id
                where e.id = old.evidence_id and s.state <> 'draft') then
        raise exception 'the papers of a sheet that was sent up stand' using errcode = 'check_violation';
    end if;
    return old;
end $$;
create trigger papers_stand_behind_their_own_sheet before insert or update or delete on indicators_evidenceof
    for each row execute function papers_stand_behind_their_own_sheet();
"""
UNDONE = """
drop trigger papers_stand_behind_their_own_sheet on indicators_evidenceof;
drop function papers_stand_behind_their_own_sheet();
drop trigger papers_of_a_closed_sheet_stand on indicators_evidence;
drop function papers_of_a_closed_sheet_stand();
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0008_figures_gain_papers_and_remarks")]
    operations = [migrations.RunSQL(PAPERS_STAND, UNDONE)]
