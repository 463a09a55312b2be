"""Programmes, tasks, minutes, conclusions and proposals are found by words typed with or without their marks.

The searched text is kept by PostgreSQL itself beside each row, in its plain configuration over folded text: no word is
left out and none is stemmed. The ORM does not know these columns, so no page reads them.
"""

from django.db import migrations

FOLDED = """
create function folded(words text) returns text language sql immutable parallel safe as $$
    select lower(translate(regexp_replace(normalize(words, NFD), '[\u0300-\u036f]', '', 'g'), 'đĐ', 'dD'))
$$;
"""

# Of remarks the little rich text they may hold is left out.
COLUMNS = {
    "programmes_workprogramme": "title || ' ' || document_number",
    "programmes_task": "text || ' ' || expected_product || ' ' || lead_text",
    "programmes_meeting": "title || ' ' || place || ' ' || notice_number",
    "programmes_remark": "regexp_replace(text, '<[^>]*>', ' ', 'g')",
    "programmes_conclusion": "text",
    "programmes_proposal": "text || ' ' || paper_number",
}


def added(table: str, words: str) -> str:
    name = table.removeprefix("programmes_")
    return f"""
alter table {table} add column found_by tsvector
    generated always as (to_tsvector('simple'::regconfig, folded({words}))) stored;
create index {name}_found_by on {table} using gin (found_by);
"""


def taken_away(table: str) -> str:
    return f"alter table {table} drop column found_by;"


class Migration(migrations.Migration):
    dependencies = [("programmes", "0005_signed_minutes_stand")]
    operations = [
        migrations.RunSQL(FOLDED, "drop function folded(text);"),
        *(migrations.RunSQL(added(table, words), taken_away(table)) for table, words in COLUMNS.items()),
    ]
