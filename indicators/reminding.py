"""The words of reminders: the letter of a day, the lines to copy into a chat, how much time is left."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coquang import dates, limits
from coquang.periods import Period
from indicators.dashboards.asked import Line
from indicators.dashboards.lists import Item
from indicators.dashboards.rates import Rate
from indicators.dashboards.reminders import Digest, Owed
from indicators.dashboards.replies import News
from indicators.models import Urging
from programmes.dashboards.my_tasks import TaskItem
from programmes.holdings import Holder
from programmes.models import Unit


def subject(digest: Digest, day: date) -> str:
    """ "[Cô Quang] 02 việc đến hạn, 01 việc quá hạn – 15/3/2026"."""
    counted = [
        (len(digest.today) + len(digest.soon), _("%s due")),
        (len(digest.overdue), _("%s overdue")),
        (len(digest.returned), _("%s returned")),
        (len(digest.waiting), _("%s waiting for you")),
        (len(digest.awaited), _("%s awaited from others")),
        (len(digest.asked.of_me), _("%s asked by superiors")),
        (len(digest.asked.by_me), _("%s not answered in time")),
        (len(digest.news), _("%s decided or answered")),
        (sum(len(holder.held) for holder in digest.left), _("%s to be handed over")),
        (len(digest.tasks.own), _("%s tasks for you")),
        (len(digest.tasks.awaited), _("%s tasks late with others")),
    ]
    told = ", ".join(words % padded(count) for count, words in counted if count)
    return f"[Cô Quang] {told} – {dates.short(day)}"


def letter(digest: Digest, day: date) -> str:
    """The letter in plain text, short lines, the worst first, with a link where there is something to open."""
    parts = [
        (_("OVERDUE"), digest.overdue, True),
        (_("DUE TODAY"), digest.today, True),
        (_("DUE SOON"), digest.soon, True),
        (_("RETURNED TO BE COMPLETED"), digest.returned, True),
        (_("WAITING FOR YOUR HAND"), digest.waiting, True),
        (_("NOT SENT UP YET BY OTHERS"), digest.awaited, False),
    ]
    head = _("Reminder of %(weekday)s, %(day)s") % {"weekday": dates.weekday(day, _language()), "day": dates.short(day)}
    lines = [head, ""]
    for heading, items, is_own in parts:
        if items:
            lines += [heading, *_told(items, is_own), ""]
    for heading, asked in (
        (_("ASKED BY SUPERIORS"), digest.asked.of_me),
        (_("ASKED BY YOU, NOT ANSWERED IN TIME"), digest.asked.by_me),
    ):
        if asked:
            lines += [heading, *_asked(asked), ""]
    if digest.news:
        lines += [_("DECIDED AND ANSWERED"), *_replies(digest.news), ""]
    if digest.left:
        lines += [_("WITH PEOPLE WHO HOLD NO APPOINTMENT ANY MORE"), *_left(digest.left), ""]
    for heading, tasks in ((_("TASKS FOR YOU"), digest.tasks.own), (_("TASKS LATE WITH OTHERS"), digest.tasks.awaited)):
        if tasks:
            lines += [heading, *_told_of_tasks(tasks), ""]
    lines += [
        _("Everything that lies before you: %s") % _address("indicators:work"),
        _("To end or move these reminders: %s") % _address("programmes:account"),
    ]
    return "\n".join(lines) + "\n"


def _told(items: Sequence[Item], is_own: bool) -> Iterator[str]:
    for item in items:
        sheet = item.sheet
        what = sheet_words(sheet.period.name(_language()))
        yield f"- {what[:1].upper()}{what[1:]}, {sheet.unit.name}"
        if item.due_at is not None and item.days_left is not None:
            yield f"  {_('Due')}: {moment(item.due_at)} ({time_left(item.days_left)})"
        if is_own and sheet.is_open:
            yield "  " + _("Entered: %(filled)s/%(rows)s") % {"filled": item.filled, "rows": item.rows}
        if is_own and sheet.is_open and sheet.returned_at is not None:
            yield f"  {_('Reason')}: {sheet.return_reason}"
        if is_own:
            yield f"  {_address('indicators:sheet', sheet.unit.code, sheet.period)}"


def _asked(asked: Sequence[Line]) -> Iterator[str]:
    for line in asked:
        yield f"- {line.word}: {line.title}, {line.unit}"
        yield f"  {line.why}"
        left = _("overdue") if line.is_late else time_left(line.days_left)
        yield f"  {_('To be answered by')}: {line.due} ({left})"
        name, told = line.address
        yield f"  {_address(name, *told)}"


def _replies(news: Sequence[News]) -> Iterator[str]:
    for each in news:
        figure = each.reply.figure
        yield f"- {each.name}, {each.where}"
        yield f"  {each.says}"
        yield f"  {_address(each.page, figure.sheet.unit.code, figure.sheet.period, figure.indicator.code)}"


def _left(holders: Sequence[Holder]) -> Iterator[str]:
    for holder in holders:
        yield f"- {holder.person.full_name}, {holder.unit.name}"
        yield "  " + "; ".join(f"{kind.name}: {padded(len(held))}" for kind, held in holder.groups)
        yield f"  {_address('programmes:handover-new', holder.unit.code, holder.person.pk)}"


def _told_of_tasks(items: Sequence[TaskItem]) -> Iterator[str]:
    for item in items:
        yield f"- {item.task}, {item.task.unit}"
        if item.task.due_on is not None and item.days_left is not None:
            yield f"  {_('Due')}: {dates.short(item.task.due_on)} ({time_left(item.days_left)})"
        yield f"  {'; '.join(item.asks)}"
        yield f"  {_address('programmes:task', item.task.pk)}"


def short_text(owed: Owed, office: str) -> str:
    """A few lines that fit a chat: who, what, until when, whom to ask."""
    return _(
        "REMINDER: %(unit)s – %(sheet)s.\n"
        "Due: %(due)s (%(left)s).\n"
        "Figures are cut off at the end of %(cut_off)s.\n"
        "Questions: %(office)s."
    ) % {
        "unit": owed.unit.name,
        "sheet": sheet_words(owed.period.name(_language())),
        "due": moment(owed.due_at),
        "left": time_left(owed.days_left),
        "cut_off": dates.short(owed.cut_off),
        "office": office,
    }


def urging_subject(units: Sequence[str], period: Period) -> str:
    """ "[Cô Quang] Nhắc gửi biểu số liệu quý I/2023, Phường Cô Giang"."""
    told = {"sheet": sheet_words(period.name(_language())), "units": ", ".join(units)}
    words = _("Reminder to send %(sheet)s, %(units)s") % told
    return f"[Cô Quang] {words}"[: limits.NAME]


def urging_letter(urging: Urging, units: Sequence[Unit], due_at: datetime | None) -> str:
    """What somebody of units that have not sent is told: who reminds them, of what, until when."""
    period = urging.period
    told = {"who": urging.capacity, "sheet": sheet_words(period.name(_language()))}
    lines = [_("%(who)s reminds you to send the %(sheet)s.") % told, ""]
    if due_at is not None:
        lines += [f"{_('Due')}: {moment(due_at)}", ""]
    for unit in units:
        lines += [f"- {unit.name}", f"  {_address('indicators:sheet', unit.code, period.last_quarter)}"]
    lines += ["", _("Everything that lies before you: %s") % _address("indicators:work")]
    return "\n".join(lines) + "\n"


def urging_text(rate: Rate, office: str) -> str:
    """The same in a few lines for a chat of all units: which have not sent, until when, whom to ask."""
    lines = [_("REMINDER: %(sheet)s.") % {"sheet": sheet_words(rate.period.name(_language()))}]
    if rate.due_at is not None:
        lines.append(f"{_('Due')}: {moment(rate.due_at)}.")
    missing = ", ".join(row.name for row in rate.missing_rows[: limits.REMINDED])
    rest = len(rate.missing_rows) - limits.REMINDED
    more = " " + _("and %s more") % padded(rest) if rest > 0 else ""
    lines.append(_("Not sent yet: %(units)s.") % {"units": missing + more})
    lines.append(_("Questions: %(office)s.") % {"office": office})
    return "\n".join(lines)


def sheet_words(period: str) -> str:
    return _("figures of %(period)s") % {"period": period}


def moment(due_at: datetime) -> str:
    """ "17 giờ 00, thứ Năm, 16/3/2023"."""
    local = timezone.localtime(due_at)
    hour = dates.clock(local) if _language() == "en" else dates.hour_words(local)
    return f"{hour}, {dates.weekday(local.date(), _language())}, {dates.short(local.date())}"


def time_left(days: int) -> str:
    if days < 0:
        return _("%s working days late") % padded(-days)
    return _("%s working days left") % padded(days) if days else _("the last day")


def padded(count: int) -> str:
    """Small counts of official papers are padded: 04; English leaves them."""
    return str(count) if _language() == "en" else f"{count:02d}"


def _address(name: str, *args: object) -> str:
    return f"{settings.PORTAL_ADDRESS}{reverse(name, args=args)}"


def _language() -> str:
    return get_language() or "vi"
