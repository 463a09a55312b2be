"""Exact sums, the short form beside them, and pages that break where they may."""

import copy

import pytest

from coquang import columns, typeface
from tests.print.measuring import body, find, sheets


@pytest.fixture
def long_table(facts):
    """Ten fields of nine rows: about five pages."""
    table = facts["table"]
    rows = [row for group in table["groups"] for row in group["rows"]][:9]
    groups = [{"number": str(at), "name": f"Lĩnh vực {at}", "rows": rows} for at in range(1, 11)]
    return facts | {"table": table | {"groups": groups}}


def test_a_row_prints_the_exact_sums_and_their_short_form(printed, facts):
    pages = sheets(printed(facts))
    page = next(page for page in pages if "17.100.000.000" in page.extract_text())
    target, result = find(page, "17.100.000.000"), find(page, "14.500.000.000")
    assert target.baseline == pytest.approx(result.baseline, abs=0.05)
    assert target.size == pytest.approx(12, abs=0.1)
    assert find(page, "14,5/17,1 tỷ đồng (84,8%)").face == "Paper-Italic"


def test_the_header_stands_on_every_page_of_the_table(printed, long_table):
    pages = [page for page in sheets(printed(long_table)) if "tỷ đồng (84,8%)" in page.extract_text()]
    assert len(pages) > 3
    for page in pages:
        assert find(page, "TT").face == "Paper-Bold"


def test_the_name_of_a_field_is_never_the_last_row_of_a_page(printed, long_table):
    for page in sheets(printed(long_table)):
        last = max(body(page), key=lambda line: line.baseline)
        assert "Lĩnh vực" not in last.text


def test_no_row_is_lost_or_cut_by_a_page_break(printed, long_table):
    rows = [row for group in long_table["table"]["groups"] for row in group["rows"]]
    for row in rows:
        row["name"] = "ĐẦU " + "của một tên rất dài " * 6 + "ĐUÔI"
    texts = [page.extract_text() for page in sheets(printed(long_table))]
    assert sum(text.count("ĐẦU") for text in texts) == len(rows)
    assert [text.count("ĐẦU") for text in texts] == [text.count("ĐUÔI") for text in texts]


def test_a_larger_sum_takes_its_room_from_the_name(facts):
    table = copy.deepcopy(facts["table"])
    usual = [float(column.removesuffix("mm")) for column in columns.results(table)]
    table["groups"][0]["rows"][0]["target"] = "118.000.000.000"
    wider = [float(column.removesuffix("mm")) for column in columns.results(table)]
    assert sum(usual) == sum(wider) == pytest.approx(165, abs=0.01)
    assert wider[1] < usual[1]
    assert wider[3] >= typeface.width("118.000.000.000", 12) + 2.4


def test_sums_that_leave_no_room_for_the_name_are_refused_with_a_sentence(facts):
    facts["table"]["groups"][0]["rows"][0]["result"] = "14.500.000.000.000.000.000"
    facts["table"]["groups"][0]["rows"][0]["target"] = "14.500.000.000.000.000.000"
    with pytest.raises(typeface.Unprintable, match="Thuế công thương nghiệp"):
        columns.results(facts["table"])
