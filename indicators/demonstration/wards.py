"""The nine other wards of the district: few indicators each, all invented, every sheet as far as its story says."""

from decimal import Decimal
from typing import Any

from indicators import arithmetic
from indicators.actions.sheets import open_quarter
from indicators.demonstration.figures import Provenance, Quarter, State, fill, is_begun, office_time, walk
from indicators.models import Indicator, ReportedIndicator, Sheet, Target
from programmes.models import Unit

# Only these are told; their quarters are dealt out from the year's result.
WARD_INDICATORS = ("KT01", "QP01", "XD01", "XD07", "DV04", "DV05")
TAX_SHARES = (30, 24, 22, 24)
FILES_A_QUARTER = 1000


def load_ward(told: dict[str, Any], unit: Unit, indicators: dict[str, Indicator]) -> None:
    for code in WARD_INDICATORS:
        ReportedIndicator.objects.get_or_create(unit=unit, indicator=indicators[code], from_year=2022)
    _aims(told, unit, indicators)
    for quarter in (1, 2, 3, 4):
        sheet = open_quarter(unit, 2022, quarter)
        if not is_begun(sheet):
            fill(sheet, _dealt(told, quarter))
            walk(sheet, State.APPROVED)
    sheet = open_quarter(unit, 2023, 1)
    if is_begun(sheet) or told["quarter_1_2023"] == "not_started" or sheet.returned_at:
        return
    values = _dealt(told, 1)
    if told["quarter_1_2023"] == "draft":
        values = {code: values[code] for code in ("KT01", "QP01")}
    fill(sheet, values)
    if told["quarter_1_2023"] in {State.SUBMITTED, State.APPROVED}:
        walk(sheet, told["quarter_1_2023"])
    if told["quarter_1_2023"] == "returned":
        Sheet.objects.filter(pk=sheet.pk).update(
            returned_at=office_time(sheet),
            return_reason="Đề nghị đối chiếu lại số thu thuế với giấy báo của cơ quan thuế.",
        )


def _aims(told: dict[str, Any], unit: Unit, indicators: dict[str, Indicator]) -> None:
    value, at_least = arithmetic.VALUE, arithmetic.AT_LEAST
    for year in (2022, 2023):
        aims = {
            "KT01": (value, told["KT01"][0] if year == 2022 else told["KT01"][1]),
            "QP01": (value, told["QP01"][0]),
            "XD07": (at_least, 90),
            "DV04": (at_least, 99),
            "DV05": (at_least, 35 if year == 2022 else 50),
        }
        for code, (form, aim) in aims.items():
            Target.objects.get_or_create(
                unit=unit,
                indicator=indicators[code],
                year=year,
                base=Target.Base.ASSIGNED,
                defaults={"form": form, "value": Decimal(aim), "is_demonstration": True},
            )


def _dealt(told: dict[str, Any], quarter: int) -> dict[str, tuple[Quarter, int]]:
    """A ward's invented quarter: the year's tax by share to the million, the rest as evenly as whole numbers go."""
    tax = told["KT01"][1]
    shares = [tax * share // 100 // 1_000_000 * 1_000_000 for share in TAX_SHARES]
    shares[3] = tax - sum(shares[:3])
    members = [told["XD01"] * n // 4 - told["XD01"] * (n - 1) // 4 for n in (1, 2, 3, 4)]
    on_time, online = (int(Decimal(told[code]) * FILES_A_QUARTER / 100) for code in ("DV04", "DV05"))
    values: dict[str, Quarter] = {
        "KT01": shares[quarter - 1],
        "XD01": members[quarter - 1],
        "DV04": [on_time, FILES_A_QUARTER],
        "DV05": [online, FILES_A_QUARTER],
    }
    if quarter == 1:
        values["QP01"] = told["QP01"][1]
    if quarter == 4:
        values["XD07"] = told["XD07"]
    return {code: (value, Provenance.DEMONSTRATION) for code, value in values.items()}
