"""Pasting a block from Excel, Word or a message: each line finds its row, or is left over and says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.blocks import read_block
from indicators.pasting import Found, Hints, LeftOver, Row, match

ROWS = (
    Row("THUE", "Thuế công thương nghiệp (ngoài quốc doanh)"),
    Row("HEM", "Nâng cấp, mở rộng hẻm"),
    Row("HO", "Hộ kinh doanh thành lập mới"),
    Row("NGHEO", "Hộ nghèo"),
    Row("TLNGHEO", "Tỷ lệ hộ nghèo"),
    Row("DV", "Kết nạp đảng viên mới"),
)
CODES = [row.code for row in ROWS]


def pasted(text: str) -> dict[str, str]:
    return {code: found.text for code, found in match(read_block(text), ROWS).found.items()}


def why_left(text: str) -> list[str]:
    return [left.why for left in match(read_block(text), ROWS).left]


def test_two_columns_of_a_spreadsheet_find_their_rows_by_code() -> None:
    assert pasted("HEM\t4\r\nTHUE\t17,1\r\n") == {"HEM": "4", "THUE": "17,1"}


def test_a_whole_table_with_numbers_and_measures_gives_the_value_column() -> None:
    text = "TT\tChỉ tiêu\tĐVT\tKế hoạch\n1\tNâng cấp, mở rộng hẻm\ttuyến\t4\n2\tHộ nghèo\thộ\t≤ 150\n"
    assert pasted(text) == {"HEM": "4", "NGHEO": "≤ 150"}
    assert match(read_block(text), ROWS).left == (LeftOver("TT Chỉ tiêu ĐVT Kế hoạch", "unknown"),)


@pytest.mark.parametrize(
    "label", ["Nâng cấp, mở rộng hẻm", "nang cap mo rong hem", "NÂNG CẤP MỞ RỘNG HẺM", "1.2 Nâng cấp, mở rộng hẻm"]
)
def test_a_name_is_known_without_its_marks_capitals_and_number(label: str) -> None:
    assert match(read_block(f"{label}\t4"), ROWS).found == {"HEM": Found("4", "name")}


def test_the_beginning_of_one_name_alone_is_enough() -> None:
    assert match(read_block("Thuế công thương nghiệp\t17,1 tỷ"), ROWS).found == {"THUE": Found("17,1 tỷ", "part")}


def test_a_part_of_two_names_is_never_guessed() -> None:
    two = (Row("A", "Thu thuế nhà đất"), Row("B", "Nợ thuế nhà đất"))
    matched = match(read_block("Thuế nhà đất\t5"), two)
    assert matched.found == {} and [left.why for left in matched.left] == ["ambiguous"]


def test_an_exact_name_wins_over_a_longer_one_that_holds_it() -> None:
    assert pasted("Hộ nghèo\t150") == {"NGHEO": "150"}


def test_two_rows_of_the_same_name_are_told_apart_by_code_only() -> None:
    twins = (Row("A", "Số vụ"), Row("B", "Số vụ"))
    assert match(read_block("Số vụ\t5"), twins).found == {}
    assert match(read_block("B\t5"), twins).found == {"B": Found("5", "code")}


def test_lines_of_a_message_give_name_and_value() -> None:
    text = "- Thuế công thương nghiệp: 14,5 tỷ.\nHEM = 3\n• Kết nạp đảng viên mới： 03; Hộ nghèo: 150"
    assert pasted(text) == {"THUE": "14,5 tỷ", "HEM": "3", "DV": "03", "NGHEO": "150"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("TLNGHEO 12/12", {"TLNGHEO": "12/12"}),
        ("tlngheo  12 / 12", {"TLNGHEO": "12 / 12"}),
        ("ty le ho ngheo 12/290", {"TLNGHEO": "12/290"}),
        ("thue cong thuong nghiep ngoai quoc doanh 4,3 tỷ", {"THUE": "4,3 tỷ"}),
        ("- Hộ nghèo – 147 hộ.", {"NGHEO": "147 hộ"}),
        ("3. Kết nạp đảng viên mới 03", {"DV": "03"}),
        ("HEM 2022", {"HEM": "2022"}),
        ("HEM 4; Hộ nghèo: 147; DV 03", {"HEM": "4", "NGHEO": "147", "DV": "03"}),
        ("HEM 4 con số", {"HEM": "4 con số"}),
    ],
)
def test_a_message_needs_no_colon_behind_a_code_or_a_whole_name(line: str, found: dict[str, str]) -> None:
    assert pasted(line) == found


def test_as_many_lines_of_a_message_as_there_are_rows_are_no_column() -> None:
    text = "\n".join(f"{code} {place}" for place, code in enumerate(reversed(CODES), 10))
    assert pasted(text) == {code: str(place) for place, code in enumerate(reversed(CODES), 10)}
    laid = match(read_block(text), ROWS, Hints(places=CODES))
    assert {code: found.text for code, found in laid.found.items()} == pasted(text)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Thuế công thương nghiệp 4,3 tỷ", "run_on"),
        ("Hộ nghèo 2022", "run_on"),
        ("Hộ nghèo quý này 147", "run_on"),
        ("Hộ 147", "unknown"),
        ("Tỷ lệ hộ nghèo, hộ nghèo 147", "ambiguous"),
        ("Trẻ em 147", "unknown"),
        ("Hộ nghèo chưa có", "no_value"),
    ],
)
def test_a_message_line_that_is_not_clear_says_why_and_is_not_guessed(line: str, why: str) -> None:
    assert pasted(line) == {}
    assert why_left(line) == [why]


def test_an_endless_line_is_not_looked_at_word_by_word() -> None:
    assert why_left("hem 1 " * 20_000) == ["unknown"]


def test_a_message_line_named_by_hand_gives_the_value_behind_its_words() -> None:
    matched = match(read_block("Số hẻm làm xong 4 tuyến"), ROWS, Hints(assigned={0: "HEM"}))
    assert matched.found == {"HEM": Found("4 tuyến", "hand")}
    assert matched.found["HEM"].wording == "so hem lam xong"


def test_a_table_copied_cell_under_cell_pairs_names_with_what_stands_below() -> None:
    assert pasted("Nâng cấp, mở rộng hẻm\n4\nHộ nghèo\n150\n") == {"HEM": "4", "NGHEO": "150"}


def test_a_lone_column_of_as_many_rows_is_taken_by_position() -> None:
    matched = match(read_block("17,1\n4\n\n150\n5,2\n12\n"), ROWS)
    assert {code: found.text for code, found in matched.found.items()} == {
        "THUE": "17,1", "HEM": "4", "NGHEO": "150", "TLNGHEO": "5,2", "DV": "12",
    }  # fmt: skip
    assert {found.how for found in matched.found.values()} == {"position"}


@pytest.mark.parametrize("text", ["1\n2\n3\n", "1\n2\n3\n4\n5\n6\n7\n"])
def test_a_lone_column_of_another_length_is_not_taken(text: str) -> None:
    assert pasted(text) == {}
    assert set(why_left(text)) == {"unknown"}


def test_a_row_with_several_numbers_is_left_over() -> None:
    assert why_left("HEM\t3\t4") == ["several_values"]


def test_a_row_without_a_value_is_left_over() -> None:
    assert why_left("HEM\t\t\nHO\t5") == ["no_value"]


def test_two_different_values_for_one_row_are_both_left_over() -> None:
    assert pasted("HEM\t3\nHEM\t4\nHO\t5") == {"HO": "5"}
    assert why_left("HEM\t3\nHEM\t4\nHO\t5") == ["twice", "twice"]
    assert pasted("HEM\t3\nHEM\t3") == {"HEM": "3"}


def test_a_line_naming_two_rows_is_left_over() -> None:
    assert why_left("HEM\tHộ nghèo\t4") == ["ambiguous"]


def test_a_cell_with_a_line_break_in_quotes_stays_one_cell() -> None:
    assert pasted('"Nâng cấp,\nmở rộng hẻm"\t4') == {"HEM": "4"}


def test_a_lone_quote_swallows_nothing() -> None:
    assert pasted('"HEM\t4\nHO\t5') == {"HEM": "4", "HO": "5"}


def test_a_word_instead_of_a_number_is_handed_on_to_be_refused_in_words() -> None:
    assert pasted("HEM\tbốn") == {"HEM": "bốn"}


def test_nothing_pasted_finds_nothing() -> None:
    for text in ("", "\n", " \t \n\u00a0"):
        assert match(read_block(text), ROWS) == match(read_block(""), ())


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in '\t\n"') else cell


def without_end(line: list[str]) -> list[str]:
    """A line without the empty cells at its end."""
    return line[: max((place for place, cell in enumerate(line, start=1) if cell), default=0)]


VALUES = st.from_regex(r"[0-9]{1,6}(,[0-9]{1,3})?( tỷ)?", fullmatch=True)


@given(st.dictionaries(st.sampled_from(CODES), VALUES, min_size=1), st.randoms(use_true_random=False))
def test_whatever_order_the_rows_are_pasted_in_each_gets_its_own(values: dict[str, str], chance: object) -> None:
    items = list(values.items())
    chance.shuffle(items)  # type: ignore[attr-defined]
    names = {row.code: row.name for row in ROWS}
    for label in (lambda code: code, lambda code: names[code], lambda code: names[code].upper()):
        assert pasted("\r\n".join(f"{label(code)}\t{value}" for code, value in items)) == values


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=2, max_size=4)))
def test_the_cells_of_a_spreadsheet_come_back_as_they_were(table: list[list[str]]) -> None:
    text = "\n".join("\t".join(quoted(cell.replace("\r", "")) for cell in line) for line in table)
    kept = [without_end([" ".join(cell.replace("\r", "").split()) for cell in line]) for line in table]
    whole = [line for line in kept if sum(map(bool, line)) > 1]
    lines = read_block(text).lines
    assert [tuple(line) for line in whole] == [line for line in lines if list(line) in whole]


@given(st.text(st.sampled_from('HEMTUO0123456789,.%≥<-:;=" \t\n\r\u00a0ộthuế'), max_size=120))
def test_no_text_breaks_the_reading_and_no_line_is_lost(text: str) -> None:
    block = read_block(text)
    matched = match(block, ROWS)
    assert set(matched.found) <= set(CODES)
    written = " ".join(" ".join(line) for line in block.lines)
    for found in matched.found.values():
        assert found.text and found.text in written
    assert len(matched.left) <= len(block.lines)
    if any(any(line) for line in block.lines):
        assert matched.found or matched.left
