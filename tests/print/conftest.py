from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pdfplumber.page import Page

from coquang import printing
from coquang.papers import TEMPLATE
from tests.print.composing import Facts, pieces, report
from tests.print.measuring import sheets

MOMENT = datetime(2023, 3, 15, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def facts() -> Facts:
    """The report of ward Cô Giang on 2022, shortened: figures of the article, and demonstration ones marked."""
    return pieces()


@pytest.fixture(scope="session")
def pages(printed: Callable[..., bytes]) -> list[Page]:
    """The sheets of that report as it stands."""
    return sheets(printed(pieces()))


@pytest.fixture
def state_facts(facts: Facts) -> Facts:
    """The same year as the People's Committee would report it, under Nghị định 30/2020/NĐ-CP."""
    return facts | {
        "form": "state",
        "rule": "nd30",
        "superior_lines": ["ỦY BAN NHÂN DÂN QUẬN 1"],
        "issuer_lines": ["ỦY BAN NHÂN DÂN", "PHƯỜNG CÔ GIANG"],
        "number": "215",
        "symbol": "BC-UBND",
        "subject": "Kết quả thực hiện nhiệm vụ kinh tế - xã hội, quốc phòng, an ninh năm 2022",
        "signatures": [{"power": "TM. ỦY BAN NHÂN DÂN", "title": "CHỦ TỊCH", "name": ""}],
        "recipients": ["Ủy ban nhân dân quận", "Lưu: VT"],
    }


@pytest.fixture(scope="session")
def printed() -> Callable[..., bytes]:
    """Prints a report from its facts, always at the same moment."""

    def ink(facts: Facts, **changed: object) -> bytes:
        return printing.ink(TEMPLATE, report(facts | changed), created=MOMENT)

    return ink
