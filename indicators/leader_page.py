"""The page a leader reads before a meeting: one page, every part short, and said plainly when there is nothing."""

from collections.abc import Iterator, Sequence

from django.conf import settings

from coquang import dates
from coquang.blocks import Block, Heading, Item, Paragraph, items
from indicators.dashboards.packs import OffCourse, Pack
from programmes import wording
from programmes.dashboards.meetings import WORST, Matter
from programmes.models import Proposal
from programmes.proposing import Stand
from programmes.standing import Standing

PROMISES, ANSWERS, CONTRADICTIONS, QUESTIONS = 4, 2, 1, 3
SHORT = 95
# A promise kept or standing for ever worries nobody before a meeting.
CALM = {Standing.DONE, Standing.DONE_LATE, Standing.STANDING}


def first_page(pack: Pack) -> Iterator[Block]:
    yield Heading("TỪ KỲ HỌP TRƯỚC ĐẾN NAY")
    yield from (Paragraph(line) for line in _changed(pack))
    yield Heading("CHỈ TIÊU LỆCH NHIỀU NHẤT")
    yield from _figures(pack.off_course)
    yield Heading("KẾT LUẬN KỲ TRƯỚC")
    yield from _promises(pack)
    yield Heading("KIẾN NGHỊ QUÁ HẠN TRẢ LỜI")
    late = [_owed(proposal, held) for proposal, held in pack.late_answers]
    yield from _or_none(_first(late, ANSWERS, "kiến nghị"), "Không có kiến nghị nào quá hạn trả lời.")
    yield Heading("LỜI VĂN TRÁI SỐ LIỆU")
    contrary = [
        f"{each.source} viết “{short(each.claim)}”, nhưng có {len(each.missed):02d} chỉ tiêu chưa đạt, như: "
        f"{short(wording.lower_first(wording.unended(each.missed[0])))}"
        for each in pack.contradictions
    ]
    yield from _or_none(
        _first(contrary, CONTRADICTIONS, "chỗ"), "Không thấy câu nào nói hoàn thành mà số liệu chưa đạt."
    )
    yield Heading("GỢI Ý CÂU HỎI")
    asked = questions(pack)
    yield from _or_none(asked, "Chưa có câu hỏi nào nảy ra từ số liệu và nhiệm vụ.", end="")


def _figures(found: Sequence[OffCourse]) -> Iterator[Block]:
    if not found:
        yield Paragraph("Không có chỉ tiêu nào chưa đạt hoặc chậm tiến độ trong số liệu đã duyệt.")
    for at, each in enumerate(found, start=1):
        mark = "(*)" if settings.DEMO and each.result.is_marked else ""
        yield Item(short(wording.unended(each.told), 140), mark, "." if at == len(found) else ";")


def _owed(proposal: Proposal, held: Stand) -> str:
    """Who owes the answer since when: the body it was given to, else the one it went to."""
    body = held.last.forwarded_to if held.last and held.last.forwarded_to else proposal.addressed_to.name
    until = f" trước ngày {dates.cited(held.due)}" if held.due else ""
    return f"“{short(wording.unended(proposal.text))}”: {body} phải trả lời{until}"


def _changed(pack: Pack) -> list[str]:
    told = pack.changes
    if told is None:
        return ["Chưa có kỳ họp nào trước đây có kết luận về đơn vị này."]
    lines = [
        f"Từ ngày {dates.cited(told.since)}: {told.given:02d} nhiệm vụ được giao, {told.done:02d} hoàn thành, "
        f"{told.became_overdue:02d} thành quá hạn; {told.sent:02d} kiến nghị gửi lên, {told.answered:02d} lần trả lời."
    ]
    if told.approved:
        lines.append(f"Số liệu mới được duyệt: {wording.listing(told.approved)}.")
    return lines


def _promises(pack: Pack) -> Iterator[Block]:
    before = pack.before
    if before is None:
        yield Paragraph("Không có kết luận nào của kỳ trước.")
        return
    counts = "; ".join(f"{count:02d} nhiệm vụ {state.label}" for state, count in before.counts)
    yield Paragraph(
        f"{wording.upper_first(wording.occasion(before.meeting))} ({wording.day(before.meeting)}): {counts}."
    )
    worrying = [matter for matter in before.matters if matter.standing is not None and matter.standing not in CALM]
    worrying.sort(key=lambda matter: WORST.index(matter.standing) if matter.standing else 0)
    yield from items(_first([_promise(matter) for matter in worrying], PROMISES, "nội dung"))


def _promise(matter: Matter) -> str:
    state = matter.standing.label if matter.standing else ""
    late = [given.task.due_on for given in matter.tasks if given.standing == matter.standing and given.task.due_on]
    day = f", hạn {dates.cited(min(late))}" if late else ""
    return f"{short(wording.unended(matter.said.text))}: {state}{day}"


def questions(pack: Pack) -> list[str]:
    """Three at most, one of each kind first: a claim, a figure, a late task, an answer owed, a missing name."""
    late = [
        f"Nhiệm vụ “{short(wording.unended(task.text), 90)}” quá hạn từ ngày {dates.cited(task.due_on)}: "
        f"vướng ở đâu, ngày nào xong?"
        for task in pack.overdue
        if task.due_on
    ]
    unnamed = [
        f"Nhiệm vụ “{short(wording.unended(given.task.text), 90)}” giao đồng chí nào phụ trách?"
        for matter in (pack.before.matters if pack.before else ())
        for given in matter.tasks
        if given.standing == Standing.UNASSIGNED
    ]
    owed = [
        f"Kiến nghị “{short(wording.unended(proposal.text), 90)}” quá hạn trả lời: cơ quan nào trả lời, ngày nào?"
        for proposal, _held in pack.late_answers
    ]
    claimed = [
        f"Báo cáo nói hoàn thành, số liệu có {len(each.missed):02d} chỉ tiêu chưa đạt: bên nào đúng, ai sửa?"
        for each in pack.contradictions
    ]
    figures = [
        f"{each.result.indicator.named('vi')} chưa đạt vì sao, cần gì và đến khi nào bù được?"
        for each in pack.off_course
    ]
    kinds = (claimed, figures, late, owed, unnamed)
    firsts = [kind[0] for kind in kinds if kind]
    others = [question for kind in kinds for question in kind[1:]]
    return list(dict.fromkeys([*firsts, *others]))[:QUESTIONS]


def short(text: str, most: int = SHORT) -> str:
    """The text cut after a word, so that the page stays one page."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _first(lines: Sequence[str], most: int, what: str) -> list[str]:
    """The first ones; how many more there are is said."""
    if len(lines) <= most:
        return list(lines)
    return [*lines[:most], f"và {len(lines) - most:02d} {what} khác, ghi ở phần sau"]


def _or_none(lines: Sequence[str], none: str, *, end: str = ".") -> list[Paragraph]:
    if not lines:
        return [Paragraph(none)]
    return list(items(lines)) if end else [Item(line) for line in lines]
