"""The naive call our press is measured against: what a web project prints with WeasyPrint on its first day.

The same content in the same typeface and nearly the same layout, but Bootstrap's stylesheet and the page's own stand
in the page, cells carry their style, tables find their widths by themselves, a FontConfiguration is made for every
paper, and Python collects garbage as always. Nothing is attached on either side.
"""

import gc
import logging
import re
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from coquang import laying_out
from coquang.supervisor import ROOT

BOOTSTRAP = ROOT / "static" / "vendor" / "bootstrap-5.3.9" / "bootstrap.min.css"
BASE = f"{laying_out.PRINT.as_uri()}/css/"
CELL = "border: 0.5pt solid #000; padding: 1.5pt 0.8mm; vertical-align: middle;"
# Of a page: title to body, without the widths a table would be told, and with the style of each cell on it.
COLUMNS = re.compile(r"<colgroup>.*?</colgroup>", re.DOTALL)
CELLS = re.compile(r"<(td|th)(?=[ >])")
USUAL = gc.get_threshold()

IN_A_COLD_PROCESS = """
import sys
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
HTML(filename=sys.argv[1], base_url=sys.argv[2]).write_pdf(font_config=FontConfiguration(), pdf_variant=sys.argv[3])
"""


def with_styles(html: str) -> str:
    """The page with our own stylesheets written into it."""
    return html.replace("</head>", f"<style>{_own()}</style></head>", 1)


def naive(html: str) -> str:
    """The page as it is written without a thought of what printing it costs."""
    plain = CELLS.sub(rf'<\1 style="{CELL}"', COLUMNS.sub("", html))
    tables = plain.replace('<table class="figures', '<table class="table table-bordered figures')
    framework = BOOTSTRAP.read_text(encoding="utf-8")
    return tables.replace("</head>", f"<style>{framework}</style><style>{_own(fixed=False)}</style></head>", 1)


def call(html: str, variant: str = laying_out.VARIANT) -> bytes:
    """One paper by that call, in a warm process."""
    gc.unfreeze()
    gc.set_threshold(*USUAL)
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it says a thousand things of the framework
    pdf: bytes = HTML(string=html, base_url=BASE).write_pdf(font_config=FontConfiguration(), pdf_variant=variant)
    return pdf


def call_in_a_cold_process(html: str) -> None:
    with NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as page:
        page.write(html)
        page.flush()
        command = [sys.executable, "-c", IN_A_COLD_PROCESS, str(Path(page.name)), BASE, laying_out.VARIANT]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


@lru_cache
def _own(*, fixed: bool = True) -> str:
    text = "\n".join((laying_out.PRINT / "css" / name).read_text(encoding="utf-8") for name in laying_out.SHEETS)
    return text if fixed else text.replace("table-layout: fixed;", "")
