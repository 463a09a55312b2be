"""The same paper as a Word document: from the same facts, with the margins, sizes and order of the form.

For a secretary to polish; what is issued is the PDF. Positions that Word cannot compute (the axes of the letterhead)
are those of two halves.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from coquang.paper_rules import RULES, Rule

FACE = "Times New Roman"
PITCH = {"hd36": 18.0, "hd05": 19.0, "nd30": 18.5}
INDENT = {"hd36": 10.0, "hd05": 10.0, "nd30": 12.7}
SIDES = {"top": 20, "bottom": 20, "left": 30, "right": 15}
# The sheet turned: its binding edge lies on top.
ACROSS = {"top": 30, "bottom": 15, "left": 20, "right": 20}
LEFT, CENTRE, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
ALIGNED = {"l": LEFT, "c": CENTRE, "r": RIGHT}
# A row of the table of results, in the order of its heads.
RESULT = ("number", "name", "measure", "target", "result", "percent", "word")

Holder = Word | _Cell


def as_docx(facts: Mapping[str, Any], *, created: datetime) -> bytes:
    """The paper as it stands in its facts; `created` is written into the file."""
    document = Document()
    document.core_properties.title = f"{facts['kind']} {facts['subject']}"
    document.core_properties.created = document.core_properties.modified = created.astimezone(UTC)
    document.core_properties.author = ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, width in SIDES.items():
        setattr(section, f"{side}_margin", Mm(width))
    if facts.get("is_two_sided"):
        # The left margin is then the inner one: on the back of a sheet it stands at the right.
        document.settings.element.insert_element_before(OxmlElement("w:mirrorMargins"), "w:proofState")
    _page_number(section)
    usual = document.styles["Normal"]
    usual.font.name, usual.font.size = FACE, Pt(14)
    usual.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    rule = RULES[facts["rule"]]
    _letterhead(document, facts, rule)
    _blocks(document, facts["blocks"], facts["rule"])
    _signatures(document, facts)
    for annex in facts["annexes"]:
        _annex(document, annex, facts["rule"])
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _letterhead(document: Word, facts: Mapping[str, Any], rule: Rule) -> None:
    first, second = _halves(document).rows[0].cells
    for line in facts["superior_lines"]:
        _line(first, line, size=rule.name_size, align=CENTRE)
    for line in facts["issuer_lines"]:
        _line(first, line, size=rule.name_size, bold=True, align=CENTRE)
    if facts["form"] == "party":
        _line(first, "*", align=CENTRE)
    for text, size in rule.national:
        title = _line(second, text, size=size, bold=True, align=CENTRE)
    _ruled(title)
    left, right = _halves(document).rows[0].cells
    number = facts["number"] or "\u00a0" * 6
    word = f"{facts['labels']['number']}{rule.after_number_word} {number}{rule.before_symbol}{facts['symbol']}"
    _line(left, word, size=rule.number_size, align=CENTRE)
    _line(right, f"{facts['place']}, {facts['date']}", italic=True, align=CENTRE)
    if facts["layout"] == "letter":
        _line(left, facts["subject"], size=12, italic=facts["form"] == "party", align=CENTRE)
    for mark in ("urgency", "limit", "draft"):
        if facts[mark]:
            _line(left, facts[mark], bold=True, align=CENTRE)
    if facts["layout"] == "titled":
        _line(document, facts["kind"], size=16, bold=True, align=CENTRE, before=12)
        _line(document, facts["subject"], bold=True, align=CENTRE)
        if facts["form"] == "party":
            _line(document, "-----", align=CENTRE)
    _address(document, facts["address"])


def _address(document: Word, address: Mapping[str, Any]) -> None:
    lines = address["lines"]
    if lines:
        label = f"{address['label']}: {lines[0] if len(lines) == 1 else ''}"
        _line(document, label, italic=True, align=CENTRE, before=6)
        for line in lines if len(lines) > 1 else ():
            _line(document, line, align=CENTRE)


def _blocks(document: Word, blocks: Iterable[Mapping[str, Any]], rule: str) -> None:
    for block in blocks:
        match block["block"]:
            case "heading":
                made = _line(document, block["text"], bold=True, before=6, pitch=PITCH[rule])
                made.paragraph_format.keep_with_next = True
                if block["level"] == 0:
                    made.alignment = CENTRE
                else:
                    made.paragraph_format.first_line_indent = Mm(INDENT[rule])
            case "paragraph":
                lead = f"{block['lead']} " if block["lead"] else ""
                text = f"{lead}{block['text']}{block['mark']}{block['end']}"
                italic = block["style"] == "basis" and rule == "nd30"
                made = _line(document, text, italic=italic, align=JUSTIFY, before=6, pitch=PITCH[rule])
                made.paragraph_format.first_line_indent = Mm(INDENT[rule])
            case "table":
                _table(document, block["heads"], block["rows"], block["align"], block["caption"], block["notes"])
            case "results":
                rows = [
                    line
                    for group in block["groups"]
                    for line in (
                        [group["number"], group["name"]],
                        *(_result(row) for row in group["rows"]),
                    )
                ]
                _table(document, block["heads"], rows, "clcrrrl", block["caption"], block["notes"])


def _result(row: Mapping[str, Any]) -> list[str]:
    name = f"{row['name']} (*)" if row.get("marked") else row["name"]
    under = [line for line in (row.get("short"), row.get("lowered")) if line]
    return ["\n".join([name, *under]) if key == "name" else row[key] for key in RESULT]


def _table(
    document: Word,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    align: str,
    caption: str,
    notes: Sequence[str],
) -> None:
    """A row shorter than the heads names a group: its last cell spans the rest."""
    if caption:
        _line(document, caption, size=12, bold=True, align=CENTRE, before=6).paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _line(cell, head, size=12, bold=True, align=CENTRE)
    _repeated(table.rows[0]._tr)
    for row in rows:
        cells = table.add_row().cells
        is_group = len(row) < len(heads)
        if is_group:
            cells[len(row) - 1].merge(cells[-1])
        for at, text in enumerate(row):
            side = LEFT if is_group and at else ALIGNED[align[at]]
            _line(cells[at], text, size=12, bold=is_group, align=side)
    for note in notes:
        _line(document, note, size=10, italic=True)


def _signatures(document: Word, facts: Mapping[str, Any]) -> None:
    cells = _halves(document).rows[0].cells
    signers = facts["signatures"]
    if len(signers) < 2 and facts["recipients"]:
        made = _line(cells[0], f"{facts['labels']['recipients']}:", before=12)
        made.runs[0].underline = facts["form"] == "party"
        made.runs[0].bold = made.runs[0].italic = facts["form"] != "party"
        for line in facts["recipients"]:
            _line(cells[0], line, size=12 if facts["form"] == "party" else 11)
    places = cells[1:] if len(signers) < 2 else cells
    for cell, signer in zip(places, signers, strict=False):
        _line(cell, signer["power"], bold=True, align=CENTRE, before=12)
        _line(cell, signer["title"], bold=facts["form"] != "party", align=CENTRE)
        _line(cell, signer["name"], bold=True, align=CENTRE, before=66)


def _annex(document: Word, annex: Mapping[str, Any], rule: str) -> None:
    section = document.add_section()
    wide, tall = (297, 210) if annex["is_across"] else (210, 297)
    section.orientation = WD_ORIENT.LANDSCAPE if annex["is_across"] else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(wide), Mm(tall)
    for side, width in (ACROSS if annex["is_across"] else SIDES).items():
        setattr(section, f"{side}_margin", Mm(width))
    if annex["label"]:
        _line(document, annex["label"], bold=True, align=CENTRE)
    _line(document, annex["title"], bold=True, align=CENTRE)
    _line(document, annex["belongs_to"], italic=True, align=CENTRE)
    _blocks(document, annex["blocks"], rule)


def _page_number(section: Section) -> None:
    """In the middle, 10 mm from the top, on every page but the first."""
    section.different_first_page_header_footer = True
    section.header_distance = Mm(10)
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _halves(document: Word) -> Any:
    table = document.add_table(rows=1, cols=2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cell in table.rows[0].cells:
        cell.width = Mm(82.5)
    return table


def _line(
    holder: Holder,
    text: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    before: float = 0,
    pitch: float = 0,
) -> Paragraph:
    """One paragraph; the empty one that a new cell begins with is used first."""
    empty = isinstance(holder, _Cell) and len(holder.paragraphs) == 1 and not holder.text
    made: Paragraph = holder.paragraphs[0] if empty and not holder.paragraphs[0].runs else holder.add_paragraph()
    run = made.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    shape = made.paragraph_format
    made.alignment, shape.space_before, shape.space_after = align, Pt(before), Pt(0)
    if pitch:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    return made


def _ruled(paragraph: Paragraph) -> None:
    """Word has no rule as long as its text; underlining is the nearest to it."""
    paragraph.runs[0].underline = True


def _repeated(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    row.get_or_add_trPr().append(mark)
