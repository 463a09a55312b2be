"""That what is about a figure has its figure is looked after once a statement, no longer once a row and table.

PostgreSQL asks each foreign key that points at a row whether its key was changed, at every update: ten of them for each
of a sheet's forty figures, an eighth of what saving it took. A figure's key never changes. What the foreign keys
promised is promised by triggers that read a statement's rows at once, and lock what they rest on as those did.
"""

from django.db import migrations, models
from django.db.models import deletion

ABOUT = {
    "answer": ("answers", deletion.CASCADE),
    "celldraft": ("draft", deletion.CASCADE),
    "correction": ("corrections", deletion.PROTECT),
    "evidenceof": ("papers", deletion.CASCADE),
    "figurenote": ("note", deletion.CASCADE),
    "figurerevision": ("earlier", deletion.CASCADE),
    "followup": ("+", deletion.CASCADE),
    "pastedcell": ("+", deletion.CASCADE),
    "remark": ("remarks", deletion.CASCADE),
    "reply": ("+", deletion.CASCADE),
}
SINGLE = {"celldraft": {"primary_key": True, "serialize": False}, "figurenote": {}}


def unconstrained(model: str) -> migrations.AlterField:
    related_name, on_delete = ABOUT[model]
    kind = models.OneToOneField if model in SINGLE else models.ForeignKey
    facts = {"related_name": related_name, "db_constraint": False, **SINGLE.get(model, {})}
    return migrations.AlterField(model, "figure", kind("indicators.figure", on_delete, **facts))


FUNCTION = "returns trigger language plpgsql security definer set search_path = public, pg_temp as $$"

# Figures that are there are held, so that none goes before what is laid about it is committed.
HAS_ITS_FIGURE = f"""
create function it_has_its_figure() {FUNCTION}
begin
    perform from indicators_figure f where f.id in (select figure_id from fresh) for key share;
    if exists (select from fresh n where not exists (select from indicators_figure f where f.id = n.figure_id)) then
        raise exception 'there is no such figure' using errcode = 'foreign_key_violation';
    end if;
    return null;
end $$;
"""
IS_LEFT = " or ".join(
    f"exists (select from indicators_{model} n join former on former.id = n.figure_id)" for model in ABOUT
)
GOES_ALONE = f"""
create function a_figure_goes_alone() {FUNCTION}
begin
    if {IS_LEFT} then
        raise exception 'what is about a figure goes before it' using errcode = 'foreign_key_violation';
    end if;
    return null;
end $$;
create trigger a_figure_goes_alone after delete on indicators_figure referencing old table as former
    for each statement execute function a_figure_goes_alone();

create function a_figure_keeps_its_key() {FUNCTION}
begin
    raise exception 'the key of a figure does not change' using errcode = 'foreign_key_violation';
end $$;
create trigger a_figure_keeps_its_key before update of id on indicators_figure
    for each statement execute function a_figure_keeps_its_key();
"""
LOOKED_AFTER = [
    f"""create trigger it_has_its_figure_on_{event} after {event} on indicators_{model} referencing new table as fresh
            for each statement execute function it_has_its_figure();"""
    for model in ABOUT
    for event in ("insert", "update")
]
NOT_LOOKED_AFTER = [
    *(
        f"drop trigger it_has_its_figure_on_{event} on indicators_{model};"
        for model in ABOUT
        for event in ("insert", "update")
    ),
    "drop function it_has_its_figure();",
    "drop trigger a_figure_goes_alone on indicators_figure; drop function a_figure_goes_alone();",
    "drop trigger a_figure_keeps_its_key on indicators_figure; drop function a_figure_keeps_its_key();",
]


class Migration(migrations.Migration):
    dependencies = [("indicators", "0039_sums_that_agree_are_added_up_once")]
    operations = [
        *map(unconstrained, ABOUT),
        migrations.RunSQL([HAS_ITS_FIGURE, GOES_ALONE, *LOOKED_AFTER], NOT_LOOKED_AFTER),
    ]
