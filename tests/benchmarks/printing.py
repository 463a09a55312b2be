"""Printing the ward's report against a plain call of WeasyPrint on the same page (P1)."""

import gc
from collections.abc import Iterator
from unittest import mock

from django.utils import timezone
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from coquang import printing
from coquang.periods import Period
from indicators.documents import progress_report
from programmes.models import Unit
from tests.benchmarks import goals, place
from tests.benchmarks.measuring import Outcome, ratio

USUAL = gc.get_threshold()


def ward_report() -> Iterator[Outcome]:
    """Both warm and to the same kind of PDF; what is compared is the press alone, not the making of its page."""
    html = _page()
    sheets = [(printing.PRINT / "css" / name).read_text(encoding="utf-8") for name in printing.SHEETS]
    base = f"{printing.PRINT.as_uri()}/css/"

    def plain() -> bytes:
        gc.unfreeze()
        gc.set_threshold(*USUAL)
        faces = FontConfiguration()
        styles = [CSS(string=text, base_url=base, font_config=faces) for text in sheets]
        pdf: bytes = HTML(string=html, base_url=f"{printing.PRINT.as_uri()}/").write_pdf(
            stylesheets=styles, font_config=faces, pdf_variant=printing.VARIANT
        )
        return pdf

    def ours() -> bytes:
        gc.freeze()
        gc.set_threshold(50_000, 20, 1_000)
        return printing.pressed(html)

    printing.warm_up()
    assert printing.pages(ours()) == printing.pages(plain()) > 1
    yield Outcome(goals.WARD_REPORT, ratio(plain, ours, repeats=5, times=2))
    gc.unfreeze()
    gc.set_threshold(*USUAL)


def _page() -> str:
    """The page of the report as the press is given it."""
    draft = progress_report(Unit.objects.get(code=place.WARD), Period(2022, "year", 1))
    with mock.patch.object(printing, "pressed", return_value=b"") as press:
        printing.ink(draft.template, draft.facts, created=timezone.now())
    return str(press.call_args.args[0])
