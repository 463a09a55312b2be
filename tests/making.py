"""Making what tests speak of: a small world of one city, two districts, three wards and seven indicators."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.utils import timezone

from coquang.periods import Period
from coquang.records import paper
from coquang.records.models import PrintedDocument
from indicators.actions.periods import lay_out
from indicators.actions.sheets import open_quarter
from indicators.dashboards.boards import Board, board
from indicators.dashboards.grounds import find_ground
from indicators.models import (
    Deadline,
    Field,
    Figure,
    Indicator,
    ReportedIndicator,
    Responsibility,
    Sheet,
    Target,
)
from programmes import deadlines
from programmes.actions.tasks import OralInstruction, Work, give
from programmes.actions.units import plant
from programmes.models import Appointment, Body, DoorKey, Person, Task, Unit
from programmes.models.door_keys import CARD_LASTS, mark_of
from programmes.unit_files import UnitRow

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_DAY = date(2021, 1, 1)
PASSWORD = "mat-khau-thu-1"

CITY, DISTRICT, OTHER_DISTRICT = "79", "760", "770"
WARD, SIBLING, FAR_WARD = "26755", "26758", "27139"

ROWS = (
    UnitRow(CITY, "Thành phố Hồ Chí Minh", "Thành phố", "VN", 1),
    UnitRow(DISTRICT, "Quận 1", "Quận", CITY, 2),
    UnitRow(OTHER_DISTRICT, "Quận 3", "Quận", CITY, 2),
    UnitRow(WARD, "Phường Cô Giang", "Phường", DISTRICT, 3),
    UnitRow(SIBLING, "Phường Nguyễn Cư Trinh", "Phường", DISTRICT, 3),
    UnitRow(FAR_WARD, "Phường Võ Thị Sáu", "Phường", OTHER_DISTRICT, 3),
)

# code, field, measured, measure, kind, direction, further facts
INDICATORS: tuple[tuple[str, str, str, str, str, str, dict[str, Any]], ...] = (
    ("THUE", "KT", "money", "đồng", "flow", "higher", {"scale": "tỷ đồng", "expected_share": [30, 55, 77, 100]}),
    ("HEM", "KT", "count", "tuyến hẻm", "flow", "higher", {"is_padded": True}),
    ("HO", "KT", "count", "hộ", "flow", "monitor", {}),
    ("NGHEO", "VX", "count", "hộ", "level", "at_most", {}),
    ("TLNGHEO", "VX", "percent", "%", "ratio_of_levels", "lower", {"decimals": 2}),
    ("QUAN", "VX", "count", "thanh niên", "flow", "higher", {"due_quarter": 1}),
    ("HOSO", "VX", "percent", "%", "ratio_of_flows", "higher", {"decimals": 1}),
)
CUMULATIVE = "THUE"
TYPED_FROM = {"TLNGHEO": "NGHEO"}  # its numerator

TARGETS: dict[str, tuple[str, str]] = {
    "THUE": ("value", "17100000000"),
    "HEM": ("value", "4"),
    "NGHEO": ("at_most", "150"),
    "TLNGHEO": ("less_than", "5.2"),
    "QUAN": ("value", "20"),
    "HOSO": ("at_least", "99"),
}


def moment(text: str) -> datetime:
    """An instant by the clocks of Việt Nam: "2022-03-23 23:59:59"."""
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


def world() -> dict[str, Unit]:
    """The units by code, on a tree that holds from 2021."""
    plant(ROWS, valid_from=FIRST_DAY)
    return {row.code: Unit.objects.with_code(row.code, on=FIRST_DAY).get() for row in ROWS}


def catalogue() -> dict[str, Indicator]:
    fields = {
        code: Field.objects.get_or_create(code=code, defaults={"name_vi": vi, "name_en": en, "position": position})[0]
        for position, (code, vi, en) in enumerate(
            [("KT", "Kinh tế – ngân sách", "Economy and budget"), ("VX", "Văn hóa – xã hội", "Culture and society")]
        )
    }
    made: dict[str, Indicator] = {}
    for position, (code, field, measured, measure, kind, direction, facts) in enumerate(INDICATORS):
        made[code] = Indicator.objects.create(
            code=code,
            field=fields[field],
            position=position,
            name_vi=f"Chỉ tiêu {code}",
            name_en=f"Indicator {code}",
            measured=measured,
            measure_vi=measure,
            measure_en=measure,
            kind=kind,
            direction=direction,
            numerator=made.get(TYPED_FROM.get(code, "")),
            **facts,
        )
    return made


def reporting(unit: Unit, indicators: Mapping[str, Indicator], *, year: int = 2022) -> None:
    """Have a unit report every indicator, with targets for the year."""
    for code, indicator in indicators.items():
        mode = "cumulative" if code == CUMULATIVE else "quarter"
        ReportedIndicator.objects.create(unit=unit, indicator=indicator, from_year=year, entry_mode=mode)
        if code in TARGETS:
            form, value = TARGETS[code]
            Target.objects.create(
                unit=unit, indicator=indicator, year=year, base="assigned", form=form, value=Decimal(value)
            )


def body(unit: Unit, key: str = "DU", kind: str = Body.Kind.PARTY_COMMITTEE, **facts: Any) -> Body:
    own = {
        "name": f"Đảng ủy {unit.name_in_sentence}",
        "letterhead": "party",
        "superior_lines": "ĐẢNG BỘ QUẬN 1",
        "issuer_lines": f"ĐẢNG ỦY {unit.name.upper()}",
        "symbol": "ĐU",
        "issue_place": unit.name,
        "signing_power": "T/M BAN THƯỜNG VỤ",
        "signer_title": "BÍ THƯ",
        "recipients": "Thường trực Quận ủy\nLưu Văn phòng Đảng ủy",
    }
    return Body.objects.create(unit=unit, key=key, kind=kind, valid_from=FIRST_DAY, **{**own, **facts})


def provided(unit: Unit, indicator: Indicator, by: Body) -> Responsibility:
    """Have a body provide an indicator's figures."""
    return Responsibility.objects.create(
        unit=unit, indicator=indicator, providing_body=by, provider_post=by.name, valid_from=FIRST_DAY
    )


def hashed_password() -> str:
    """Hashing is slow on purpose; once a hasher is enough for all the people of a test run."""
    return _hashed(settings.PASSWORD_HASHERS[0])


@cache
def _hashed(_hasher: str) -> str:
    return make_password(PASSWORD)


def person(login: str, post: str = "") -> Person:
    who = Person(username=login, full_name=post or login, password=hashed_password())
    who.save()
    return who


def appointed(
    who: Person, role: str, *, unit: Unit | None = None, at: Body | None = None, below: bool = False, **facts: Any
) -> Appointment:
    return Appointment.objects.create(
        person=who,
        role=role,
        post=facts.pop("post", who.full_name),
        unit=unit,
        body=at,
        whole_subtree=below,
        **{"valid_from": FIRST_DAY, **facts},
    )


def keyed(who: Person, *, phone: str = "", pin: str = "", card: str = "", by: Person) -> None:
    """Give somebody who confirms for a cell a telephone number with its PIN, and a card."""
    if phone:
        told = {"kind": "pin", "mark": mark_of("pin", phone), "secret": make_password(pin), "phone_end": phone[-3:]}
        DoorKey.objects.create(person=who, made_by=by, **told)
    if card:
        until = timezone.now() + CARD_LASTS
        DoorKey.objects.create(person=who, made_by=by, kind="card", mark=mark_of("card", card), expires_at=until)


def opened(unit: Unit, year: int = 2022, quarter: int = 1) -> Sheet:
    """A sheet of a year whose quarters do not close by themselves; tests of closing set their own days."""
    lay_out(year)
    Deadline.objects.filter(period__year=year).update(closes_on=None)
    return open_quarter(unit, year, quarter)


# A full first quarter: value, or (numerator, denominator), as they would be typed.
FULL: dict[str, Decimal | tuple[Decimal | None, Decimal]] = {
    "THUE": Decimal("4350000000"),
    "HEM": Decimal(0),
    "HO": Decimal(19),
    "NGHEO": Decimal(147),
    "TLNGHEO": (None, Decimal(2905)),
    "QUAN": Decimal(26),
    "HOSO": (Decimal(3618), Decimal(3624)),
}


def filled(sheet: Sheet, values: Mapping[str, Decimal | tuple[Decimal | None, Decimal]] = FULL) -> Sheet:
    """Put figures into a draft as a file would, without a person."""
    for figure in Figure.objects.filter(sheet=sheet).select_related("indicator"):
        given = values.get(figure.indicator.code)
        if given is None or not figure.indicator.is_due_in(sheet.quarter):
            continue
        if isinstance(given, tuple):
            top = given[0] if given[0] is not None else values["NGHEO"]
            figure.value, figure.denominator = top, given[1]  # type: ignore[assignment]
        else:
            figure.value = given
            figure.typed = given if figure.indicator.code == CUMULATIVE else None
        figure.save(update_fields=["value", "denominator", "typed"])
    return sheet


WAY = ("draft", "submitted", "vetted", "approved")


def walked(sheet: Sheet, state: str) -> Sheet:
    """Take a sheet along its way up to a state, without people."""
    for step in WAY[WAY.index(sheet.state) + 1 : WAY.index(state) + 1]:
        Sheet.objects.filter(pk=sheet.pk).update(state=step, **{f"{step}_at": timezone.now()})
    sheet.refresh_from_db()
    return sheet


def form_key() -> dict[str, str]:
    """What every rendered form carries, so that a doubled post is one act."""
    return {"form_key": str(uuid4())}


def paper_of(unit: Unit, *, by: Person | None = None, content: bytes = b"") -> PrintedDocument:
    """A paper issued for a unit; with content its file is made."""
    facts = {"kind": "BÁO CÁO", "subject": "thử"}
    draft = paper.Draft("progress_report", f"Báo cáo, {unit.name}", unit.pk, "2022", "vi", "none.html", facts)
    document = paper.issue(draft, by=by)
    if content:
        document.file.save(f"{document.code}.pdf", ContentFile(content), save=False)
        document.file_sha256, document.pages = "0" * 64, 1
        document.save(update_fields=["file", "file_sha256", "pages"])
    return document


def board_of(person: Person, code: str, period: Period) -> Board:
    """The board of a unit as a person sees it."""
    ground = find_ground(person, code, period)
    assert ground is not None
    return board(ground, period)


def deadline(kind: str = "standing", due_on: date | None = None, **facts: Any) -> deadlines.Deadline:
    return deadlines.Deadline(kind, due_on, **facts)


def told_task(unit: Unit, *, by: Person, said_on: date = date(2023, 3, 6), **facts: Any) -> Task:
    """A task given by word of mouth on Monday 6 March 2023 to the unit's committee, unless facts say otherwise."""
    work: dict[str, Any] = {"text": "Rà soát hộ nghèo", "deadline": deadline("fixed", date(2023, 3, 20))}
    work |= {"lead_body": Body.objects.filter(unit=unit, key="DU").first(), **facts}
    return give(Work(**work), OralInstruction("Bí thư Đảng ủy", said_on), by=by)
