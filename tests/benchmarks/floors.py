"""The floors: what a page costs at the least. Hand-written SQL and f-strings in place of our queries and rows.

Middleware, session, sign-in, base page, path and CSRF token are the portal's own. A floor shows the same columns of
the same rows, but knows nothing of languages, scales of money, refusals, late lowerings or numbers in words.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import Template, engines
from django.urls import path
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from coquang.frame import Picker, here
from coquang.urls import urlpatterns as ours

PAGE = """{% extends "base.html" %}{% block title %}{{ name }}{% endblock %}{% block heading %}{{ name }}{% endblock %}
{% block content %}<form method="post" action="./">{% csrf_token %}{{ table }}</form>{% endblock %}"""

SEEN = """
select u.id, u.name, array(select above.name from programmes_place p
                             join programmes_tree t on t.id = p.tree_id and t.valid_to is null
                             join programmes_unit above on above.id = any(string_to_array(p.path, '.')::int[])
                            where p.unit_id = u.id order by above.level)
  from programmes_unit u
 where u.code = %s and exists (select from programmes_appointment a left join programmes_body b on b.id = a.body_id
                                where a.person_id = %s and coalesce(a.unit_id, b.unit_id) = u.id)
"""

SHEET = """
select i.code, i.name_vi, i.measure_vi, f.name_vi, i.due_quarter, now.value, now.denominator, now.typed,
       now.provenance = any('{3,4}'), t.value, past.value, past.denominator, before.value,
       case when t.value > 0 then round(100 * (coalesce(before.value, 0) + now.value) / t.value, 1) end
  from indicators_reportedindicator r
  join indicators_indicator i on i.id = r.indicator_id
  join indicators_field f on f.id = i.field_id
  left join indicators_sheet s on s.unit_id = r.unit_id and s.year = %(year)s and s.quarter = %(quarter)s
  left join indicators_figure now on now.sheet_id = s.id and now.indicator_id = i.id
  left join indicators_sheet ps on ps.unit_id = r.unit_id and ps.year = %(year)s - 1 and ps.quarter = %(quarter)s
  left join indicators_figure past on past.sheet_id = ps.id and past.indicator_id = i.id
  left join indicators_target t on t.unit_id = r.unit_id and t.year = %(year)s and t.indicator_id = i.id and t.is_main
  left join lateral (select sum(e.value) as value
                       from indicators_figure e join indicators_sheet es on es.id = e.sheet_id
                      where es.unit_id = r.unit_id and es.year = %(year)s and es.quarter < %(quarter)s
                        and e.indicator_id = i.id) before on true
 where r.unit_id = %(unit)s and r.from_year <= %(year)s and (r.to_year is null or r.to_year >= %(year)s)
 order by f.position, i.position, i.id
"""

BOARD = """
select i.code, i.name_vi, i.measure_vi, f.name_vi, t.value, now.value, past.value, now.quarters,
       case when t.value > 0 then round(100 * now.value / t.value, 1) end,
       case when past.value > 0 then round(100 * now.value / past.value - 100, 1) end
  from indicators_reportedindicator r
  join indicators_indicator i on i.id = r.indicator_id
  join indicators_field f on f.id = i.field_id
  left join indicators_target t on t.unit_id = r.unit_id and t.year = %(year)s and t.indicator_id = i.id and t.is_main
  left join lateral (select case when i.kind = 'flow' then sum(e.value) else max(e.value) end as value,
                            array_agg(e.value order by es.quarter) as quarters
                       from indicators_figure e join indicators_sheet es on es.id = e.sheet_id
                      where es.unit_id = r.unit_id and es.year = %(year)s and es.state = 'approved'
                        and e.indicator_id = i.id) now on true
  left join lateral (select case when i.kind = 'flow' then sum(e.value) else max(e.value) end as value
                       from indicators_figure e join indicators_sheet es on es.id = e.sheet_id
                      where es.unit_id = r.unit_id and es.year = %(year)s - 1 and es.state = 'approved'
                        and e.indicator_id = i.id) past on true
 where r.unit_id = %(unit)s and r.from_year <= %(year)s and (r.to_year is null or r.to_year >= %(year)s)
 order by f.position, i.position, i.id
"""

BESIDE = """
select u.code, u.name, u.kind, r.approved_value, r.approved_denominator, r.target, r.approved_count, r.expected,
       case when r.target > 0 then round(100 * r.approved_value / r.target, 1) end as share,
       case when r.target > 0 then rank() over (partition by u.kind order by r.approved_value / r.target desc) end,
       count(*) over (partition by u.kind), y.approved, y.units, s.state,
       array(select case when e.approved_denominator > 0 then 100 * e.approved_value / e.approved_denominator
                         else e.approved_value end from indicators_rollup e
              where e.unit_id = r.unit_id and e.indicator_id = r.indicator_id and e.quarter = 4
                and e.year between %(year)s - 4 and %(year)s order by e.year)
  from programmes_tree t
  join programmes_place p on p.tree_id = t.id and p.parent_id = %(unit)s
  join programmes_unit u on u.id = p.unit_id
  join indicators_tally y on y.unit_id = u.id and y.year = %(year)s and y.quarter = 4
  join indicators_rollup r on r.unit_id = u.id and r.year = %(year)s and r.quarter = 4
   and r.indicator_id = (select id from indicators_indicator where code = %(indicator)s)
  left join indicators_sheet s on s.unit_id = u.id and s.year = %(year)s and s.quarter = 4
 where t.valid_to is null
 order by u.kind, u.name_sort, u.id
"""

YEARS = """
select e.year, case when e.approved_denominator > 0 then 100 * e.approved_value / e.approved_denominator
                    else e.approved_value end, e.target
  from indicators_rollup e join indicators_indicator i on i.id = e.indicator_id
 where e.unit_id = %(unit)s and i.code = %(indicator)s and e.quarter = 4 and e.year between %(year)s - 4 and %(year)s
 order by e.year
"""

HOME = """
select coalesce(a.unit_id, b.unit_id) from programmes_appointment a left join programmes_body b on b.id = a.body_id
 where a.person_id = %s order by a.id limit 1
"""

STANDS = """
case when t.done_on is not null then 'met' when t.due_on < current_date then 'overdue'
     when t.owner_id is null then 'unassigned' when t.due_on is null then 'no_figure'
     when t.due_on <= current_date + 7 then 'at_risk' else 'on_course' end
"""

TASK_COUNTS = f"""
select {STANDS} as stands, count(*) from programmes_task t
 where t.unit_id = %s and not t.is_proposed and t.dropped_at is null group by 1
"""

TASKS = f"""
select t.id, t.text, f.name_vi, b.name, p.full_name, coalesce(t.due_on, current_date), {STANDS}
  from programmes_task t
  join programmes_body b on b.id = t.lead_body_id
  left join indicators_field f on f.code = t.field_code
  left join programmes_appointment a on a.id = t.owner_id
  left join programmes_person p on p.id = a.person_id
 where t.unit_id = %s and not t.is_proposed and t.dropped_at is null
 order by t.done_on desc nulls first, t.due_on asc nulls last, t.id limit 50
"""

PEOPLE = """
select p.id, p.full_name, p.username, p.is_active,
       (select string_agg(distinct a.post, '; ') from programmes_appointment a where a.person_id = p.id)
  from programmes_person p where exists (select from programmes_appointment a where a.person_id = p.id)
 order by p.name_sort, p.id limit 50
"""

BODIES = """
select b.id, b.name, b.kind, u.name, b.letterhead, b.symbol, b.valid_from, b.valid_to
  from programmes_body b join programmes_unit u on u.id = b.unit_id order by u.name_sort, b.id limit 50
"""


@cache
def _page() -> Template:
    return engines["django"].from_string(PAGE)


def _asked(question: str, facts: Any = None) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, facts)
        return cursor.fetchall()


def _shown(request: HttpRequest, name: str, table: str) -> HttpResponse:
    facts = {"name": name, "table": mark_safe(table)}  # noqa: S308
    return HttpResponse(_page().render(facts, request))


def _number(value: Decimal | None) -> str:
    if value is None:
        return "–"
    return f"{value.normalize():,f}".translate({44: 46, 46: 44})


def _unit(request: HttpRequest, place: str, code: str, address: str, year: int) -> tuple[int, str]:
    """The unit if the person sees it; the frame is told its path and as many choices as ours."""
    found = _asked(SEEN, [code, request.user.pk])
    if not found:
        raise Http404
    pk, name, above = found[0]
    line = [(each, f"/theo-doi/{code}/2022/") for each in above]
    years = [(str(y), f"/{address}/{code}/{y}-Q1/", y == year) for y in (2021, 2022, 2023)]
    parts = [(f"Quý {n}", f"/{address}/{code}/{year}-Q{n}/", n == 1) for n in (1, 2, 3, 4)]
    here(request, place, path=line, pickers=[Picker("Năm", years), Picker("", parts)])
    return pk, name


@require_GET
def sheet(request: HttpRequest, unit: str, year: int, quarter: int) -> HttpResponse:
    pk, name = _unit(request, "figures", unit, "so-lieu", year)
    parts, field = [], ""
    for row in _asked(SHEET, {"unit": pk, "year": year, "quarter": quarter}):
        code, indicator, measure, of_field, due, value, denominator, typed = row[:8]
        marked, target, past, past_of, before, share = row[8:]
        if of_field != field:
            field = of_field
            parts.append(f'<tbody class="sheet-field"><tr><th colspan="9">{escape(field)}</th></tr></tbody>')
        url, words, unit_words = f"/so-lieu/{unit}/{year}-Q{quarter}/{code}/", escape(indicator), escape(measure)
        shown = _number(typed if typed is not None else value)
        below = (
            f'<span aria-hidden="true">/</span><input class="sheet-input" name="d-{code}"'
            f' value="{_number(denominator)}">'
        )
        entry = (
            f'<input class="sheet-input" id="v-{code}" name="v-{code}" value="{shown}" inputmode="decimal"'
            f' maxlength="80" aria-label="{words}, {unit_words}" aria-describedby="read-{code}"'
            f' hx-get="{url}doc/" hx-trigger="input changed delay:300ms" hx-target="#read-{code}"'
            f' hx-sync="this:replace">{below if denominator is not None else ""}'
            f'<input type="hidden" name="was-{code}" value="{shown}|">'
            f'<output class="sheet-read" id="read-{code}"></output>'
        )
        parts.append(
            f'<tbody class="sheet-row" id="row-{code}"><tr class="sheet-line"><th scope="row" class="sheet-name">'
            f'<a href="{url}">{words}</a></th><td class="sheet-unit">{unit_words}</td>'
            f'<td class="sheet-figure sheet-plan">{_number(target)}</td>'
            f'<td class="sheet-figure sheet-before">{_number(before)}</td>'
            f'<td class="sheet-now">{"chưa đến kỳ" if due not in (None, quarter) else entry}</td>'
            f'<td class="sheet-figure sheet-sum">{_number(value)}</td>'
            f'<td class="sheet-figure sheet-percent">{_number(share)}%</td>'
            f'<td class="sheet-figure sheet-year">{_number(past)}{"/" + _number(past_of) if past_of else ""}</td>'
            f'<td class="sheet-state">{"(*)" if marked else ""}</td></tr></tbody>\n'
        )
    return _shown(request, name, f'<table class="sheet">{"".join(parts)}</table>')


@require_GET
def board(request: HttpRequest, unit: str, year: int) -> HttpResponse:
    pk, name = _unit(request, "board", unit, "theo-doi", year)
    parts, field = [], ""
    for row in _asked(BOARD, {"unit": pk, "year": year}):
        code, indicator, measure, of_field, target, value, past, quarters, share, change = row
        if of_field != field:
            field = of_field
            parts.append(f'<tr class="board-field"><th colspan="10">{escape(field)}</th></tr>')
        word = "exceeded" if (share or 0) > 100 else "missed"
        parts.append(
            f'<tr><th scope="row" class="board-name">{escape(indicator)}</th><td class="board-result">'
            f'<b>{_number(value)}</b>/{_number(target)}</td><td class="board-unit">{escape(measure)}</td>'
            f'<td class="board-percent">({_number(share)}%)</td><td class="board-bullet"><svg class="bullet" width="88"'
            f' height="16" viewBox="0 0 130 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
            f'<line class="bullet-scale" x1="0" y1="8" x2="130" y2="8"/><rect class="bullet-{word}" y="5.5"'
            f' width="{share or 0}" height="5"/><line class="bullet-plan" x1="100" y1="2" x2="100" y2="14"/></svg>'
            f'</td><td class="board-figure board-growth">{_number(change)}%</td>'
            f'<td class="board-figure">{_number(past)}</td>'
            f'<td class="board-trend"><svg class="trend" viewBox="0 0 84 24" aria-hidden="true" focusable="false">'
            f'<path class="trend-line" d="{_line(quarters or ())}"/></svg></td><td class="board-status">'
            f'<span class="status status-{word}"><svg class="status-shape" width="12" height="12" aria-hidden="true"'
            f' focusable="false"><use href="#shape-{word}"/></svg><span>{word}</span></span></td>'
            f'<td class="board-act"><a href="/so-lieu/{unit}/{year}-Q4/{code}/">Xem</a></td></tr>\n'
        )
    return _shown(request, name, f'<table class="board">{"".join(parts)}</table>')


@require_GET
def beside(request: HttpRequest, unit: str, year: int, indicator: str) -> HttpResponse:
    pk, name = _unit(request, "board", unit, "theo-doi", year)
    facts = {"unit": pk, "year": year, "indicator": indicator}
    parts, group = [_drawn(name, _asked(YEARS, facts))], ""
    for row in _asked(BESIDE, facts):
        code, short, kind, value, denominator, target, count, expected, share, rank, of, sent, units, state, years = row
        if kind != group:
            group = kind
            parts.append(f'<tr class="heat-group"><th scope="rowgroup" colspan="13">{escape(kind)}</th></tr>')
        if denominator:
            value = 100 * value / denominator
        change = 100 * value / years[-2] - 100 if len(years) > 1 and years[-2] else None
        word = "exceeded" if (share or 0) > 100 else "missed"
        before = "".join(f'<td class="peers-year">{_number(round(each, 1))}</td>' for each in years[:-1])
        sheet = f"/so-lieu/{code}/{year}-Q4/"
        parts.append(
            f'<tr><th scope="row"><a href="/theo-doi/{code}/{year}-Q4/">{escape(short)}</a></th><td>{rank}/{of}</td>'
            f'<td><a href="{sheet}{indicator}/">{_number(round(value, 1))}</a>/{_number(target)}</td>'
            f'<td class="heat-{word}">{_number(share)}%</td><td>{_number(change and round(change, 1))}%</td>{before}'
            f'<td class="board-trend"><svg class="trend" viewBox="0 0 84 24" aria-hidden="true" focusable="false">'
            f'<path class="trend-line" d="{_line(years)}"/></svg></td><td>{count}/{expected}</td>'
            f'<td class="heat-sent"><span class="status status-{word}"><svg class="status-shape" width="12" height="12"'
            f' aria-hidden="true" focusable="false"><use href="#shape-{word}"/></svg><span>{word}</span></span></td>'
            f'<td class="heat-sent"><a href="{sheet}">{state or f"{sent}/{units}"}</a></td></tr>\n'
        )
    return _shown(request, name, f'<table class="heat peers">{"".join(parts)}</table>')


def _drawn(name: str, years: Sequence[tuple[Any, ...]]) -> str:
    """The columns of the years, and their table."""
    top = max((float(value) for _year, value, _target in years if value is not None), default=0) or 1
    bars = ""
    for place, (year, value, _target) in enumerate(years):
        left, high, text = 96 * place + 24, 140 * float(value or 0) / top, _number(value and round(value, 1))
        bars += (
            f'<rect class="chart-now" x="{left}" y="{164 - high:.1f}" width="48" height="{high:.1f}"/>'
            f'<text x="{left + 24}" y="{158 - high:.1f}" text-anchor="middle">{text}</text>'
            f'<text x="{left + 24}" y="183" text-anchor="middle">{year}</text>'
        )
    heads = "".join(f'<th scope="col" class="years-figure">{year}</th>' for year, _value, _target in years)
    cells = "".join(
        f'<td class="years-figure">{_number(value and round(value, 1))}</td>' for _year, value, _target in years
    )
    return (
        f'<svg class="chart" viewBox="0 0 480 190" role="img" aria-label="{escape(name)}">{bars}</svg>'
        f'<table class="table years"><tr><th></th>{heads}</tr><tr><th scope="row">Kết quả</th>{cells}</tr></table>'
    )


def _line(values: Iterable[Decimal | None]) -> str:
    known = [float(value) for value in values if value is not None]
    top = max(known, default=0) or 1
    return "M" + "L".join(f"{4 + 25 * place} {20 - 16 * value / top:.1f}" for place, value in enumerate(known))


@require_POST
def save(request: HttpRequest, sheet: int) -> HttpResponse:
    """Signed in, token checked, one bare statement in the request's transaction: what our saving is compared with."""
    ids = request.POST.getlist("id")
    values = [value for name, value in request.POST.items() if name.startswith("v-")][: len(ids)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update indicators_figure f set value = n.value, version = version + 1
              from unnest(%s::int[], %s::numeric[]) as n(indicator_id, value)
             where f.sheet_id = %s and f.indicator_id = n.indicator_id
            """,
            [ids, [value if value.isdecimal() else "1" for value in values], sheet],
        )
    return redirect("/")


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    here(request, "catalogue", path=[("Danh mục", ""), ("Người", "")])
    count = _asked("select count(*) from programmes_person")[0][0]
    rows = "".join(
        f'<tr><th scope="row"><a href="/danh-muc/nguoi/{pk}/">{escape(name)}</a></th><td>{escape(login)}</td>'
        f"<td>{escape(posts or '–')}</td><td>{'có' if active else 'đã đóng'}</td></tr>"
        for pk, name, login, active, posts in _asked(PEOPLE)
    )
    return _shown(request, "Người", f'<table class="table"><tbody>{rows}</tbody></table><p>1/{count // 50 + 1}</p>')


@require_GET
def bodies(request: HttpRequest) -> HttpResponse:
    here(request, "catalogue", path=[("Danh mục", ""), ("Cơ quan", "")])
    count = _asked("select count(*) from programmes_body")[0][0]
    rows = "".join(
        f'<tr><th scope="row"><a href="/danh-muc/co-quan/{pk}/sua/">{escape(name)}</a></th><td>{escape(kind)}</td>'
        f"<td>{escape(unit)}</td><td>{escape(letterhead)}</td><td>{escape(symbol)}</td>"
        f"<td>{begun.day}/{begun.month}/{begun.year}</td><td>{ended or '–'}</td></tr>"
        for pk, name, kind, unit, letterhead, symbol, begun, ended in _asked(BODIES)
    )
    return _shown(request, "Cơ quan", f'<table class="table"><tbody>{rows}</tbody></table><p>1/{count // 50 + 1}</p>')


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    here(request, "tasks", path=[("Chương trình", "")])
    (unit,) = _asked(HOME, [request.user.pk])[0]
    counts = "".join(f"<li><b>{count}</b> {state}</li>" for state, count in _asked(TASK_COUNTS, [unit]))
    count = _asked("select count(*) from programmes_task where unit_id = %s and not is_proposed", [unit])[0][0]
    rows = "".join(
        f'<tr><th scope="row"><a href="/cong-viec/nhiem-vu/{pk}/">{escape(text)}</a></th>'
        f"<td>{escape(field or '–')}</td><td>{escape(body)}</td><td>{escape(owner or '–')}</td>"
        f"<td>{due.day}/{due.month}/{due.year}</td>"
        f'<td><span class="status status-{state}"><svg class="status-shape" width="12" height="12" aria-hidden="true"'
        f' focusable="false"><use href="#shape-{state}"/></svg><span>{state}</span></span></td></tr>'
        for pk, text, field, body, owner, due, state in _asked(TASKS, [unit])
    )
    table = f'<ul>{counts}</ul><table class="table"><tbody>{rows}</tbody></table><p>1/{count // 50 + 1}</p>'
    return _shown(request, "Nhiệm vụ", table)


urlpatterns = [
    path("floor/sheet/<code:unit>/<int:year>/<int:quarter>/", sheet),
    path("floor/board/<code:unit>/<int:year>/", board),
    path("floor/beside/<code:unit>/<int:year>/<code:indicator>/", beside),
    path("floor/save/<int:sheet>/", save),
    path("floor/people/", people),
    path("floor/bodies/", bodies),
    path("floor/tasks/", tasks),
    *ours,
]
