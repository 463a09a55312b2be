"""What people hold of the figures: sheets, drafts of cells, awaited papers, questions, corrections, rows, flags."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from coquang import dates
from coquang.records.models import JournalEntry
from indicators.actions.responsibilities import take_over
from indicators.models import (
    CellDraft,
    Correction,
    Figure,
    FigureNote,
    FigureWriting,
    FollowUp,
    Remark,
    Responsibility,
    Sheet,
)
from indicators.reminding import sheet_words
from programmes.holdings import Held, Kind, register
from programmes.models import Person
from programmes.permissions import Role

DRAFTS, PAPERS, SHEETS, ROWS = "draft", "paper", "sheet", "row"
QUESTIONS, CORRECTIONS, FLAGS = "question", "correction", "flag"


def register_all() -> None:
    """The order is that of the lists and of the printed record."""
    enters = (Role.ENTER,)
    register(Kind(SHEETS, gettext_lazy("sheets in hand"), _sheets, roles=enters))
    register(Kind(DRAFTS, gettext_lazy("cells not taken yet"), _drafts, roles=enters))
    register(Kind(PAPERS, gettext_lazy("notes whose paper is awaited"), _papers, roles=enters))
    register(Kind(QUESTIONS, gettext_lazy("questions without an answer"), _questions))
    register(Kind(CORRECTIONS, gettext_lazy("corrections asked for"), _corrections, roles=enters))
    register(Kind(ROWS, gettext_lazy("indicators answered for"), _rows, pass_on=take_over))
    register(Kind(FLAGS, gettext_lazy("figures followed"), _flags, pass_on=_follow))


def _sheets(units: Collection[int]) -> Iterator[Held]:
    """An unfinished sheet is with who sent it, and before that with who typed into it last."""
    sheets = Sheet.objects.filter(unit__in=units).exclude(state=Sheet.State.APPROVED).select_related("unit")
    unsent = [sheet for sheet in sheets if sheet.submitted_by_id is None]
    writings = FigureWriting.objects.filter(sheet__in=unsent, person__isnull=False)
    last = writings.order_by("sheet", "-id").distinct("sheet")
    typed = {sheet: (person, at) for sheet, person, at in last.values_list("sheet", "person", "at")}
    for sheet in sheets:
        holder, since = sheet.submitted_by_id, sheet.submitted_at
        if holder is None:
            holder, since = typed.get(sheet.pk, (None, None))
        if holder is not None and since is not None:
            what = f"{_name(sheet)} ({sheet.get_state_display()})"
            url = reverse("indicators:sheet", args=[sheet.unit.code, sheet.period])
            yield Held(SHEETS, sheet.pk, sheet.unit_id, holder, since, what, url)


def _drafts(units: Collection[int]) -> Iterator[Held]:
    drafts = CellDraft.objects.filter(figure__sheet__unit__in=units)
    for draft in drafts.select_related("figure__indicator", "figure__sheet__unit").order_by("pk"):
        typed = f"{draft.value}/{draft.denominator}" if draft.denominator else draft.value
        what = _("%(row)s: “%(typed)s” was typed and not taken") % {"row": _row(draft.figure), "typed": typed}
        yield _held(DRAFTS, draft.pk, draft.figure, draft.by_id, draft.at, what)


def _papers(units: Collection[int]) -> Iterator[Held]:
    """A note whose paper is to follow is with who wrote it last, as the journal tells."""
    notes = FigureNote.objects.filter(paper_follows=True, figure__sheet__unit__in=units)
    notes = notes.select_related("figure__indicator", "figure__sheet__unit").order_by("paper_due", "pk")
    kind = Figure._meta.label_lower
    told = JournalEntry.objects.filter(
        thing_kind=kind, thing_id__in=[note.figure_id for note in notes], act="figure.noted", by__isnull=False
    )
    wrote = {entry.thing_id: entry for entry in told.order_by("thing_id", "-pk").distinct("thing_id")}
    for note in notes:
        entry = wrote.get(note.figure_id)
        if entry is None or entry.by_id is None:
            continue
        what = _("%(row)s: paper from %(who)s") % {"row": _row(note.figure), "who": note.informant or "…"}
        if note.paper_due:
            what += ", " + _("due %s") % dates.short(note.paper_due)
        yield _held(PAPERS, note.pk, note.figure, entry.by_id, entry.at, what)


def _questions(units: Collection[int]) -> Iterator[Held]:
    """A question is with who asked it until the answer comes; whom it was put to is a body, not a person."""
    asked = Remark.objects.open().filter(figure__sheet__unit__in=units)
    for remark in asked.select_related("figure__indicator", "figure__sheet__unit").order_by("pk"):
        told = {"row": _row(remark.figure), "body": remark.asked_post, "text": remark.text}
        what = _("%(row)s: asked of %(body)s: %(text)s") % told
        yield _held(QUESTIONS, remark.pk, remark.figure, remark.by_id, remark.at, what)


def _corrections(units: Collection[int]) -> Iterator[Held]:
    asked = Correction.objects.asked().filter(figure__sheet__unit__in=units)
    for row in asked.select_related("figure__indicator", "figure__sheet__unit").order_by("pk"):
        what = f"{_row(row.figure)}: {row.reason}"
        yield _held(CORRECTIONS, row.pk, row.figure, row.asked_by_id, row.asked_at, what)


def _rows(units: Collection[int]) -> Iterator[Held]:
    current = Responsibility.objects.current(dates.today()).filter(unit__in=units, responsible__isnull=False)
    ordered = current.order_by("indicator__field__position", "indicator__position")
    for row in ordered.select_related("indicator"):
        since, what = dates.start_of(row.valid_from), row.indicator.named(_language())
        url = reverse("indicators:indicator", args=[row.indicator_id])
        if row.responsible_id is not None:
            yield Held(ROWS, row.pk, row.unit_id, row.responsible_id, since, what, url)


def _flags(units: Collection[int]) -> Iterator[Held]:
    followed = FollowUp.objects.filter(figure__sheet__unit__in=units)
    for flag in followed.select_related("figure__indicator", "figure__sheet__unit"):
        yield _held(FLAGS, flag.pk, flag.figure, flag.person_id, flag.since, _row(flag.figure))


def _follow(numbers: Collection[int], giver: Person, receiver: Person) -> None:
    """The receiver keeps the eye on it instead; one who did so already goes on."""
    flags = FollowUp.objects.filter(pk__in=numbers, person=giver)
    figures = list(flags.values_list("figure", flat=True))
    FollowUp.objects.bulk_create(
        [FollowUp(person=receiver, figure_id=pk, since=dates.now()) for pk in figures], ignore_conflicts=True
    )
    flags.delete()


def _held(kind: str, number: int, figure: Figure, holder: int, since: datetime, what: str) -> Held:
    sheet = figure.sheet
    url = reverse("indicators:figure", args=[sheet.unit.code, sheet.period, figure.indicator.code])
    return Held(kind, number, sheet.unit_id, holder, since, what, url)


def _row(figure: Figure) -> str:
    """“Số hộ nghèo, quý I/2023”."""
    return f"{figure.indicator.named(_language())}, {figure.sheet.period.name(_language())}"


def _name(sheet: Sheet) -> str:
    name = sheet_words(sheet.period.name(_language()))
    return name[:1].upper() + name[1:]


def _language() -> str:
    return get_language() or "vi"
