"""Dates as offices write them: day first always, padded as official papers pad, never read month first."""

import calendar
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings

from coquang.unread import Unread, Words, language_of

FIRST_YEAR, LAST_YEAR = 1900, 2100

_HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_LONGEST = 64
_ROMAN = ("I", "II", "III", "IV")
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
# Not from the locale, which differs from one machine to the next.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})(?P<mark>[/-])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>[0-9]+)")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_IN_WORDS = re.compile(r"ngày (?P<day>[0-9]{1,2}) tháng (?P<month>[0-9]{1,2}) năm (?P<year>[0-9]+)")
_OTHER_MARKS = re.compile(r"[0-9]{1,2}[./ -]+[0-9]{1,2}[./ -]+[0-9]{4}")


class NotADate(Unread):
    """Typed text that is not one day of the calendar."""

    WORDS: ClassVar[Mapping[str, Words]] = {
        "blank": {
            "vi": "chưa có ngày; nhập theo dạng {example}",
            "en": "no date was typed; type it as {example}",
        },
        "shape": {
            "vi": "nhập theo dạng ngày/tháng/năm, ví dụ {example}",
            "en": "type day/month/year, for example {example}",
        },
        "short_year": {
            "vi": "nhập đủ bốn chữ số của năm, ví dụ {example}",
            "en": "type all four digits of the year, for example {example}",
        },
        "day_first": {
            "vi": "ngày đứng trước tháng; nếu là {long}, nhập {example}",
            "en": "the day comes before the month; if it is {long}, type {example}",
        },
        "no_such_day": {
            "vi": "tháng {month} năm {year} không có ngày {day}; ngày cuối tháng là {example}",
            "en": "month {month} of {year} has no day {day}; its last day is {example}",
        },
        "no_such_month": {
            "vi": "không có tháng {month}; nhập theo dạng ngày/tháng/năm, ví dụ {example}",
            "en": "there is no month {month}; type day/month/year, for example {example}",
        },
        "year": {
            "vi": "năm phải từ {first} đến {last}; nhập theo dạng {example}",
            "en": "the year must be from {first} to {last}; type it as {example}",
        },
    }


def today() -> date:
    """The working day of the office: the day set for the demonstration, else today in Việt Nam."""
    if settings.WORK_DATE is not None:
        working_day: date = settings.WORK_DATE
        return working_day
    return datetime.now(_HERE).date()


def now() -> datetime:
    """This moment at the office, in Việt Nam: the working day, with the clock's own time of day."""
    return datetime.combine(today(), datetime.now(_HERE).time(), _HERE)


def at_the_office(moment: datetime) -> datetime:
    """A moment of the machine's clock as the office has it: in a demonstration its days stand by the working day."""
    return moment.astimezone(_HERE) + (today() - datetime.now(_HERE).date())


def start_of(day: date) -> datetime:
    """00:00 of a day in Việt Nam."""
    return datetime.combine(day, time(), _HERE)


def end_of(day: date) -> datetime:
    """24:00 of a day in Việt Nam: the first moment that is no longer of it."""
    return start_of(day + timedelta(days=1))


def read(text: str) -> date:
    """The day typed as 05/02/2026, 5-2-2026, 2026-02-05 or "ngày 05 tháng 02 năm 2026"; else NotADate."""
    if not text.strip():
        raise NotADate(text, "blank", ("blank", {"example": "31/12/2026"}))
    plain = " ".join(unicodedata.normalize("NFC", text[: _LONGEST + 1]).lower().split())
    for form in (_DAY_FIRST, _YEAR_FIRST, _IN_WORDS):
        found = form.fullmatch(plain)
        if found and len(text) <= _LONGEST:
            return _day(text, found)
    example = "31/12/2026"
    if _OTHER_MARKS.fullmatch(plain):
        example = "/".join(re.findall("[0-9]+", plain))
        example = example if _DAY_FIRST.fullmatch(example) and _exists(example) else "31/12/2026"
    raise NotADate(text, "shape", ("shape", {"example": example}))


def _day(text: str, found: re.Match[str]) -> date:
    """The day the three numbers name, or why there is none."""
    day, month, year = (int(found[name][:9]) for name in ("day", "month", "year"))
    example = {"example": "31/12/2026"}
    if len(found["year"]) == 2:
        full = f"{found['day']}/{found['month']}/20{found['year']}"
        example = {"example": full if _exists(full) else "31/12/2026"}
        raise NotADate(text, "short_year", ("short_year", example))
    if not FIRST_YEAR <= year <= LAST_YEAR or len(found["year"]) != 4:
        span = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise NotADate(text, "year", ("year", span | example))
    if month > 12 and 1 <= day <= 12 and month <= calendar.monthrange(year, day)[1]:
        meant = date(year, day, month)
        words: Words = {"vi": long_date(meant), "en": long_date(meant, "en")}
        raise NotADate(text, "day_first", ("day_first", {"long": words, "example": _typed(meant)}))
    if not 1 <= month <= 12:
        raise NotADate(text, "no_such_month", ("no_such_month", {"month": str(month)} | example))
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        facts = {
            "day": str(day),
            "month": str(month),
            "year": str(year),
            "example": _typed(date(year, month, last)),
        }
        raise NotADate(text, "no_such_day", ("no_such_day", facts))
    return date(year, month, day)


def _exists(day_month_year: str) -> bool:
    day, month, year = map(int, day_month_year.split("/"))
    in_calendar = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12
    return in_calendar and 1 <= day <= calendar.monthrange(year, month)[1]


def _typed(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def _official(day: date) -> tuple[str, str]:
    """Official papers pad a day below ten, and of the months only the first two."""
    return f"{day.day:02d}", f"{day.month:02d}" if day.month <= 2 else str(day.month)


def long_date(day: date, language: str = "vi") -> str:
    """The date at a paper's head: "ngày 05 tháng 02 năm 2026", "27 tháng 5"; "5 February 2026"."""
    if language_of(language) == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    padded_day, padded_month = _official(day)
    return f"ngày {padded_day} tháng {padded_month} năm {day.year}"


def cited(day: date) -> str:
    """The date of another paper that a sentence names: "05/9/2026", "09/01/2026"."""
    return "/".join((*_official(day), str(day.year)))


def short(day: date) -> str:
    """The date on screen: "14/6/2026"."""
    return f"{day.day}/{day.month}/{day.year}"


def weekday(day: date, language: str = "vi") -> str:
    """ "thứ Hai" to "Chủ nhật"."""
    return (_DAYS if language_of(language) == "en" else _WEEKDAYS)[day.weekday()]


def clock(moment: time | datetime) -> str:
    """The time on screen: "14:03"."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def hour_words(moment: time | datetime) -> str:
    """The time in a sentence: "17 giờ 00"."""
    return f"{moment.hour:02d} giờ {moment.minute:02d}"


def month_name(month: int, language: str = "vi") -> str:
    """ "tháng 5", in English "May"."""
    return _MONTHS[month - 1] if language_of(language) == "en" else f"tháng {month}"


def roman(quarter: int) -> str:
    """Quarter 1 to 4 as official papers number it."""
    return dict(enumerate(_ROMAN, start=1))[quarter]


def quarter_name(year: int, quarter: int, language: str = "vi") -> str:
    """ "quý I/2023", in English "Q1 2023"."""
    return f"Q{quarter} {year}" if language_of(language) == "en" else f"quý {roman(quarter)}/{year}"
