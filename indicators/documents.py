"""The progress report: builds exactly the strings that will stand on the screen and on the paper."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from coquang import charts, dates
from coquang.blocks import Block, Drawing, Heading, Item, Paragraph, Results, roman
from coquang.kinds import KINDS
from coquang.papers import TEMPLATE, Annex, Paper
from coquang.periods import Period
from coquang.records.figures import PrintedFigure
from coquang.records.paper import Draft
from coquang.refusals import Refused
from indicators import arithmetic
from indicators.dashboards.board_lines import expected_share_by_now
from indicators.dashboards.grounds import themes_over
from indicators.dashboards.written_parts import own_words
from indicators.measures import exact, growth, reached, rounded_in_line, target_in
from indicators.models import ReportSentence, ReportText, Sheet
from indicators.readings import open_book
from indicators.results import Result
from indicators.sentences import lowered, sentence, short_form, stretch
from indicators.tallies import counts_in_words
from indicators.words import RESULT, WORST_FIRST
from programmes import issuing, wording
from programmes.models import Body, Unit
from programmes.paper_text import running

PROGRESS_REPORT = "progress_report"
NONE: Mapping[int, ReportSentence] = {}

# What is reached is full, what falls short or is likely to is hatched; the rest is under way.
FILLINGS: Mapping[str, charts.Filling] = {
    arithmetic.EXCEEDED: "full",
    arithmetic.MET: "full",
    arithmetic.BEHIND: "hatched",
    arithmetic.AT_RISK: "hatched",
    arithmetic.MISSED: "hatched",
}


def progress_report(unit: Unit, period: Period, *, language: str = "vi", discrete: bool = False) -> Draft:
    """The report of a unit for a period (or its last quarter alone), from approved figures, ready to be issued.

    Raises Refused when no body of the unit can issue it.
    """
    if discrete:
        period = period.last_quarter
    with translation.override(language):
        issuer = issuing_body(unit)
        results = results_of(unit, period, discrete=discrete)
        paper = Paper(
            kind=KINDS["BC"],
            rule=issuing.rule_of(issuer, dates.today()),
            head=issuing.head_of(issuer),
            day=dates.today(),
            subject=subject_of(period, language, discrete=discrete),
            blocks=[*told(issuer, period, results, language, discrete), *written_parts(unit, period)],
            signatures=[issuing.signed_for_all(issuer, on=dates.today())],
            recipients=[line for line in issuer.recipients.splitlines() if line.strip()],
            annexes=annexed(results, period, language, discrete),
            language=language,
        )
        title = _("Report on %(period)s, %(unit)s") % {
            "period": stretch(period, language, discrete=discrete),
            "unit": unit.name,
        }
        facts = {**paper.facts(), "figures": [figure.told() for figure in figures(results, language)]}
        return Draft(PROGRESS_REPORT, title, unit.pk, period.code, language, TEMPLATE, facts)


def results_of(unit: Unit, period: Period, *, discrete: bool = False) -> list[Result]:
    """What the report tells; Refused when the unit reports nothing of its own."""
    results = open_book([unit.pk], period.year).results(period, discrete=discrete)
    if not results:
        raise Refused(
            _("%(unit)s reports no indicators of its own in %(year)d.") % {"unit": unit.name, "year": period.year}
        )
    return results


def subject_of(period: Period, language: str = "vi", *, discrete: bool = False) -> str:
    return _("the results against the targets of %(period)s") % {"period": stretch(period, language, discrete=discrete)}


def told(
    issuer: Body, period: Period, results: Sequence[Result], language: str = "vi", discrete: bool = False
) -> list[Block]:
    """What the portal writes of a report; the office's own parts follow it.

    A sentence the office put in its own words stands in place of the portal's, in Vietnamese only.
    """
    own = own_words(issuer.unit, period) if language == "vi" and not discrete else {}
    subject = subject_of(period, language, discrete=discrete)
    return [
        *_themes(issuer.unit, period),
        Paragraph(_("%(body)s reports %(subject)s as follows:") % {"body": issuer.name, "subject": subject}),
        Heading(_("RESULTS AGAINST THE TARGETS")),
        Paragraph(summary(results, period, language)),
        *by_field(results, period, language, discrete, own),
    ]


def table_of(results: Iterable[Result], period: Period, language: str = "vi", discrete: bool = False) -> Results:
    """The table of results alone, as it stands behind a report."""
    return Results(_table(results, period, language, discrete))


def annexed(results: Sequence[Result], period: Period, language: str = "vi", discrete: bool = False) -> list[Annex]:
    """The table of all results, which follows the report."""
    covered = stretch(period, language, discrete=discrete)
    title = _("Results against the targets of %(period)s") % {"period": covered}
    return [Annex(title, [table_of(results, period, language, discrete), *drawn(results, period, language, discrete)])]


def drawn(results: Sequence[Result], period: Period, language: str = "vi", discrete: bool = False) -> Iterator[Drawing]:
    """How much of each target is reached, as bars that bear the numbers of their rows in the table."""
    held = [(number, result) for number, result in enumerate(results, start=1) if result.completion is not None]
    rates = [_rate(result, number, period, language, discrete) for number, result in held]
    words: dict[charts.Filling, list[str]] = {}
    for standing in sorted({result.standing for _number, result in held}, key=WORST_FIRST.index):
        words.setdefault(FILLINGS.get(standing, "open"), []).append(str(RESULT[standing]))
    legend = charts.Legend(
        fillings={filling: ", ".join(told) for filling, told in words.items()},
        plan=_("the whole target of the year"),
        expected=_("expected by now"),
    )
    caption = _("How much of the targets of %(year)d is reached") % {"year": period.year}
    for chart in charts.drawings(rates, legend):
        yield Drawing(chart, caption, _("Drawn are the indicators that have a rate, under their numbers in the table."))


def _rate(result: Result, number: int, period: Period, language: str, discrete: bool) -> charts.Rate:
    mark = " (*)" if settings.DEMO and result.is_marked else ""
    expected = None if discrete else expected_share_by_now(result.indicator, period)
    return charts.Rate(
        label=f"{number}. {result.indicator.named(language)}",
        percent=result.completion or Decimal(0),
        text=reached(result.completion, language) + mark,
        filling=FILLINGS.get(result.standing, "open"),
        expected=None if expected == arithmetic.HUNDRED else expected,
    )


def figures(results: Iterable[Result], language: str = "vi") -> list[PrintedFigure]:
    """The figures of a report as they are printed, each with the indicator it can be asked by."""
    return [
        PrintedFigure(
            key=result.indicator.code,
            name=result.indicator.named(language),
            measure=result.indicator.measure(language),
            target=target_in(result.indicator, result.target, language, how="exact"),
            result=exact(result.indicator, result.result, language),
            value="" if result.result is None else format(result.result.normalize(), "f"),
        )
        for result in results
    ]


def issuing_body(unit: Unit) -> Body:
    """The Party committee in whose name the unit reports."""
    today = dates.today()
    bodies = Body.objects.current(today).filter(unit=unit, kind=Body.Kind.PARTY_COMMITTEE).order_by("pk")
    issuer = next((body for body in bodies if issuing.may_issue(body, KINDS["BC"], today)), None)
    if issuer is None:
        raise Refused(
            _("No Party committee of %(unit)s is on record with a letterhead, so no report can be issued in its name.")
            % {"unit": unit.name}
        )
    return issuer


def unapproved(unit: Unit, period: Period) -> list[Sheet]:
    """The sheets of the period whose figures are left out because they are not approved yet."""
    return [sheet for sheet in _under_way(unit, period) if not sheet.is_reopened]


def reopened(unit: Unit, period: Period) -> list[Sheet]:
    """The sheets of the period that are being revised: their figures are those approved before."""
    return [sheet for sheet in _under_way(unit, period) if sheet.is_reopened]


def _under_way(unit: Unit, period: Period) -> list[Sheet]:
    sheets = Sheet.objects.filter(unit=unit, year=period.year, quarter__lte=period.through)
    return list(sheets.exclude(state=Sheet.State.APPROVED).order_by("quarter"))


def summary(results: Iterable[Result], period: Period, language: str) -> str:
    """How the targets stand, counted."""
    return counts_in_words(Counter(result.standing for result in results), period, language)


def _themes(unit: Unit, period: Period) -> Iterator[Paragraph]:
    themes = themes_over(unit, period.year)
    for theme in filter(None, (themes.above, themes.own)):
        label = _("Theme of %(year)d of %(unit)s") % {"year": period.year, "unit": theme.unit.name}
        adopted_by = f" ({theme.adopted_by})" if theme.adopted_by else ""
        mark = "(*)" if settings.DEMO and theme.is_demonstration else ""
        yield Paragraph(f"{label}: “{theme.text}”{adopted_by}", mark, ".")


def _note() -> str:
    return _("(*) Invented for the demonstration; not the ward's real figures.")


def by_field(
    results: Iterable[Result], period: Period, language: str, discrete: bool, own: Mapping[int, ReportSentence] = NONE
) -> Iterator[Block]:
    """A heading for each field and a sentence for each of its indicators."""
    held: dict[str, list[Item]] = {}
    for result in results:
        mark = "(*)" if settings.DEMO and (result.is_marked or result.is_base_invented) else ""
        words = own.get(result.indicator.pk)
        text = words.text if words else sentence(result, period, language, discrete=discrete)
        told = Item(wording.unended(text), mark, ";")
        held.setdefault(result.indicator.field.named(language), []).append(told)
    for name, told_of_field in held.items():
        *before, last = told_of_field
        yield Heading(name, level=2)
        yield from before
        yield replace(last, end=".")


def _table(results: Iterable[Result], period: Period, language: str, discrete: bool) -> Mapping[str, Any]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    held = list(results)
    for number, result in enumerate(held, start=1):
        groups.setdefault(result.indicator.field.named(language), []).append(_row(result, number, language))
    covered = stretch(period, language, discrete=discrete)
    return {
        "caption": "",
        "heads": [
            _("No."),
            _("Indicator"),
            _("Measure"),
            _("Target of %(year)d") % {"year": period.year},
            _("Result of %(period)s") % {"period": covered},
            _("Rate"),
            _("Standing"),
        ],
        "groups": [
            {"number": roman(place), "name": name, "rows": rows}
            for place, (name, rows) in enumerate(groups.items(), start=1)
        ],
        "notes": [*rounding_note(held), *([_note()] if settings.DEMO else [])],
    }


def rounding_note(results: Sequence[Result]) -> Iterator[str]:
    """A note when the printed parts of a row do not add up to the printed whole only because both are rounded."""
    for whole in results:
        parts = [
            one.result for one in results if one.indicator.parent_id == whole.indicator.pk and one.result is not None
        ]
        if whole.result is None or whole.indicator.is_ratio or sum(parts, Decimal(0)) != whole.result:
            continue
        told = [rounded_in_line(whole.indicator, part) for part in parts]
        if sum(told) != rounded_in_line(whole.indicator, whole.result):
            yield _("Note: totals may differ from the sum of their parts because of rounding.")
            return


def _row(result: Result, number: int, language: str) -> Mapping[str, Any]:
    indicator = result.indicator
    word = str(RESULT[result.standing])
    return {
        "number": str(number),
        "name": indicator.named(language),
        "short": short_form(result, language),
        "lowered": lowered(result, language),
        "measure": indicator.measure(language),
        "target": target_in(indicator, result.target, language, how="exact"),
        "result": exact(indicator, result.result, language),
        "percent": reached(result.completion, language),
        "growth": growth(result.change, language),
        "word": word[:1].upper() + word[1:],
        "standing": result.standing,
        "marked": settings.DEMO and result.is_marked,
    }


def written_parts(unit: Unit, period: Period) -> Iterator[Block]:
    """What the office wrote, each part below its heading; a part without a word is left out."""
    text = ReportText.objects.filter(unit=unit, period=period.code).first()
    if text is None:
        return
    told = [
        (_("SHORTCOMINGS AND CAUSES"), text.shortcomings),
        (_("TASKS AND SOLUTIONS"), text.coming_tasks),
        (_("PROPOSALS"), text.proposals),
    ]
    for heading, written in told:
        if written.strip():
            yield Heading(heading)
            yield from running(written)
