"""What people, spreadsheets and scanners type where something else is meant: one list for every form and address.

The shared list of the trade is added where it lies beside the checkout; without it our own is used alone.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "bad_inputs.json"
beside_the_checkout = pytest.mark.skipif(
    not SHARED.exists(), reason="the shared list of bad inputs is not beside the checkout"
)


@dataclass(frozen=True)
class Case:
    """One thing typed or sent. `raw` are the bytes that travel; `text` is what a reader of UTF-8 makes of them."""

    name: str
    raw: bytes

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8", errors="replace")


def cases(**given: str | bytes) -> tuple[Case, ...]:
    return tuple(
        Case(name, value.encode("utf-8", errors="surrogatepass") if isinstance(value, str) else value)
        for name, value in given.items()
    )


NUMBERS = cases(
    nothing_but_spaces="  \u00a0\t ",
    two_decimal_commas="7,5,2",
    two_dots="3..75",
    a_dot_after_two_digits="48.6",
    a_dot_before_two_digits="6.48",
    english_groups="2,750",
    english_groups_and_point="2,750.25",
    groups_of_two="27.50.00",
    vietnamese_groups="2.750",
    vietnamese_groups_and_comma="2.750,25",
    decimal_comma="62,5",
    comma_first=",75",
    comma_last="75,",
    dot_last="75.",
    three_decimals_that_may_be_thousands="2,750",
    spaces_as_groups="2 750",
    thin_spaces_as_groups="2\u202f750",
    two_kinds_of_spaces="2 750\u202f000",
    apostrophes_as_groups="2'750",
    underscores="2_750",
    not_a_number="NaN",
    endless="Infinity",
    endless_below="-inf",
    exponent="27e4",
    exponent_far_too_large="2e400000",
    exponent_far_too_small="2e-400000",
    forty_digits="8" * 40,
    five_thousand_digits="7" * 5000,
    a_megabyte="x" * 1_000_000,
    just_too_large="10000000000000000",
    the_largest="9.999.999.999.999.999",
    minus_one="-1",
    minus_with_a_real_sign="\u22121",
    minus_zero="-0",
    plus="+27",
    leading_zeros="00027",
    hexadecimal="0x1b",
    octal="0o17",
    full_width_digits="\uff12\uff17",
    thai_digits="\u0e52\u0e57",
    arabic_digits="\u0662\u0667",
    superscript="27\u00b2",
    a_fraction_sign="\u00be",
    a_roman_sign="\u2167",
    a_circled_digit="\u2461",
    per_cent="27%",
    per_mille="27\u2030",
    billions="27 tỷ",
    billions_and_millions="27 tỷ 500 triệu",
    billions_decomposed="27 ty\u0309",
    dong="27.500.000 đồng",
    dollars="$27",
    a_measure="27 hộ",
    words="chưa có",
    not_applicable="n/a",
    a_dash="–",
    a_formula="=SUM(B2:B9)",
    a_plus_formula="+cmd|' /C calc'!A0",
    markup="<b>27</b>",
    an_attribute_breaker='27" autofocus onfocus="alert(1)',
    an_end_of_input="27'><script>alert(1)</script>",
    a_template="{{ 7*7 }}{% now 'Y' %}",
    a_percent_format="%s%d%n",
    quoted="“27”",
    sql="27'; drop table indicators_figure; --",
    zero_width_inside="2\u200b7",
    turned_round="\u202e27",
    byte_order_mark="\ufeff27",
    soft_hyphen="2\u00ad7",
    tab_inside="2\t7",
    line_break_inside="2\n7",
    a_date="27/3/2022",
    a_quarter="2022-Q1",
    a_list="[27]",
    an_object='{"value": 27}',
    true="true",
    null="null",
    nul_inside="2\x007",
    nul_alone="\x00",
    escape="2\x1b[7m",
    delete="2\x7f7",
    c1="2\u00857",
    a_lone_surrogate=b"2\xed\xa0\x807",
    broken_utf8=b"2\xff7",
    cut_utf8=b"27 t\xe1\xbb",
    overlong_utf8=b"2\xc0\xb77",
    utf16="27".encode("utf-16"),
    windows_1258=b"27 t\xfd",
)

INTEGERS = cases(
    decimal_with_dot="27.5",
    decimal_with_comma="27,5",
    a_zero_decimal="27.0",
    a_zero_decimal_with_comma="27,0",
    thousands="27.000",
    thousands_with_zeros_cut="27.00",
    below_32_bits="-2147483650",
    above_32_bits="2147483650",
    above_64_bits="18446744073709551617",
    exponent_of_a_count="27e0",
    false="false",
    a_half="nửa",
)

TEXTS = cases(
    a_plain_line="Thu ngân sách còn chậm.",
    two_paragraphs="Một.\r\n\r\nHai.",
    decomposed="Đảng ủy Phườ\u0301ng".encode() + " quye\u0302\u0301t tâm".encode(),
    only_spaces="\u00a0 \u3000\t",
    only_invisible="\u200b\u2060\ufeff\u3164",
    turned_round="\u202eđạt\u202c \u2067số\u2069 \u200fliệu",
    tags="thu\U000e0074\U000e0068\U000e0075 thuế",
    joiners="thu\u200d\u200cế",
    line_separators="một\u2028hai\u2029ba",
    eth_for_d="\u00d0ảng ủy",
    nul="thu\x00 thuế",
    bell="thu\x07 thuế",
    escape="\x1b[31mthu thuế",
    vertical_tab="thu\x0bthuế",
    a_lone_return="thu\rthuế",
    delete="thu\x7f thuế",
    c1="thu\u0085 thuế",
    lone_surrogate=b"thu \xed\xb0\x80 thu\xe1\xba\xbf",
    broken_utf8=b"thu \xc3\x28 thu\xe1\xba\xbf",
    windows_1258=b"\xd0\xe3\xecng \xfdy",
    utf16="thu thuế".encode("utf-16"),
    a_tower_of_marks="thu\u0302" + "\u0301\u0323" * 40,
    a_tower_at_the_limit="a" + "\u0301" * 19_000,
    a_novel="Thu thuế. " * 4_000,
    a_megabyte="thu" * 333_000,
    three_megabytes="x" * 3_000_000,
    one_endless_word="ạ" * 15_000,
    a_script="<script>alert('thu')</script>",
    an_image="<img src=x onerror=alert(1)>",
    an_end_of_the_field="</textarea><svg/onload=alert(1)>",
    a_template="{{ request.user.password }}{% debug %}",
    an_entity="&lt;b&gt; &amp;nbsp; &#x202e;",
    a_style="<style>@import url(http://127.0.0.1/)</style>",
    an_attachment='<link rel=attachment href="file:///etc/hostname">',
    a_formula='=HYPERLINK("http://127.0.0.1/")',
    a_format="%(secret)s {0.__class__}",
    emoji="Đạt 😀👍🏽",
)

DATES = cases(
    english_order="12/31/2022",
    year_first_slashes="2022/03/31",
    iso="2022-03-31",
    iso_moment="2022-03-31T09:30:00Z",
    no_such_day="31/02/2022",
    no_such_leap_day="29/2/2023",
    no_such_month="10/13/2022",
    day_zero="00/03/2022",
    short_year="31/3/22",
    year_zero="31/3/0000",
    the_first_year_of_all="1/1/0001",
    the_last_year_of_all="31/12/9999",
    five_digits_of_year="31/3/20222",
    a_year_before_the_portal="31/3/1899",
    before_any_deadline="1/1/1999",
    long_after="31/12/2099",
    dots="31.3.2022",
    hyphens="31-3-2022",
    spaces="31 3 2022",
    in_words="ngày 31 tháng 3 năm 2022",
    half_in_words="31 tháng 3",
    today="hôm nay",
    a_month="3/2022",
    a_spreadsheet_day="44651",
    a_moment_in_seconds="1648684800",
    with_an_hour="31/3/2022 17:00",
    an_hour="17h00",
    hour_twenty_five="25:61",
    negative="-1/3/2022",
    full_width="\uff13\uff11/\uff13/\uff12\uff10\uff12\uff12",
    arabic_digits="\u0663\u0661/\u0663/\u0662\u0660\u0662\u0662",
    turned_round="\u202e2202/3/13",
    division_slashes="31\u22153\u22152022",
    digits_without_end="1" * 5000,
    two_days="31/3/2022–1/4/2022",
    nothing_but_marks="//",
    words="cuối quý",
    nul_inside="31/\x003/2022",
    broken_utf8=b"31/3/\xff2022",
    markup="<i>31/3/2022</i>",
    sql="31/3/2022'; drop table indicators_deadline; --",
)

# Sent where one of a list is meant; the pks of what belongs to others are added where they are known.
RELATIONS = cases(
    below_the_first="-1",
    zero="0",
    nobody="99999999999",
    just_above_64_bits="9223372036854775808",
    five_thousand_digits="9" * 5000,
    letters="abc",
    nul="\x00",
    nul_inside="1\x00",
    a_decimal="1.5",
    a_decimal_comma="1,0",
    arabic_digits="\u0661",
    spaces="   ",
    a_list="[1]",
    two_in_one="1,2",
    a_place_of_nobody="unit:99999999999",
    a_place_without_number="body:",
    a_place_in_letters="subtree:abc",
    a_place_of_no_kind="nation:1",
    a_place_with_nul="group:\x00",
    null="None",
    true="true",
    markup="<b>1</b>",
    sql="1 or 1=1",
    broken_utf8=b"\xff",
)

QUERIES = (
    "page=abc",
    "page=-1",
    "page=0",
    "page=NaN",
    "page=1.5",
    "page=",
    "page=" + "9" * 30,
    "page=" + "9" * 5000,
    "page=%D9%A3",
    "page=1&page=2",
    "page[]=1&page[$gt]=0",
    "rieng=",
    "rieng=2",
    "rieng=1&rieng=0",
    "rieng=true",
    "id=1.5&unit=abc&uid=xyz&year=99999&due=2022-13-45&status=none",
    "size=-1&size=" + "9" * 25,
    "offset=-5",
    "order=__proto__",
    "order=-",
    "order=?",
    "order=unit__password",
    "order=id;select",
    "re=(",
    "q=" + "a" * 9000,
    "q=%25%25_%5C",
    "q=%F0%9F%98%80",
    "q=%00",
    "page=%00",
    "%00=1",
    "v-HEM=%00",
    "q=%FF%FE",
    "q=%ED%A0%80",
    "q=%",
    "q=%zz",
    "v-HEM=abc",
    "v-HEM=1&v-HEM=2",
    "d-HOSO=1e9",
    "v-HEM=%3Cscript%3Ealert(1)%3C/script%3E",
    "v-HEM=" + "1" * 5000,
    "next=//evil.example",
    "next=/%5Cevil.example",
    "next=http://[a",
    "next=javascript:alert(1)",
    "next=/%0d%0aSet-Cookie:%20x=1",
    "next=/dang-nhap/",
    "language=xx&LANGUAGE_CODE=xx",
    "&&&===&",
    "format=json&callback=alert",
    "_method=DELETE",
    "&".join(f"f{n}=1" for n in range(1500)),
)

# Put into an address where a good value stands, already percent-encoded.
PATHS = (
    "abc",
    "-1",
    "0",
    "1.5",
    "2147483648",
    "9223372036854775808",
    "9" * 30,
    "9" * 5000,
    "%00",
    "abc%00",
    "%FF%FE",
    "%ED%A0%80",
    "..",
    "%2e%2e",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "%2F",
    "%5C..%5C",
    "%D9%A2%D9%A0%D9%A2%D9%A2",
    "%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%92-Q1",
    "2022-Q5",
    "2022-Q0",
    "2022-q1",
    "2022-Q1%0A",
    "2022-13",
    "0000",
    "0000-Q1",
    "1999-Q4",
    "2000",
    "2000-Q1",
    "2099-Q4",
    "2099-9T",
    "9999-Q1",
    "2022-6T",
    "2022-12T",
    "26755",
    "26758",
    "99999",
    "HEM",
    "hem",
    "KHONGCO",
    "%20",
    "+",
    "%3Cscript%3E",
    "%0d%0aSet-Cookie:x=1",
    "id;select",
    "a" * 20,
    "a" * 21,
    "a" * 9000,
    "new",
    "__proto__",
    "%E1%BA%A1",
    "null",
    "NaN",
)

PLACES_TO_GO = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "https://evil.example/so-lieu/",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "http://[a",
    "http://[::1",
    "/\r\nSet-Cookie: x=1",
    "/%0d%0aSet-Cookie:x=1",
    "\x00//evil.example",
    " //evil.example",
    "/" + "a" * 9000,
    "/dang-nhap/",
    "/dang-nhap/?next=/dang-nhap/",
    "abc",
    "?a=1",
    "../so-lieu/",
    "",
)


def shared(*kinds: str) -> tuple[Case, ...]:
    """The shared list's cases of some kinds that can be typed or sent as text; none where it is not at hand."""
    if not SHARED.exists():
        return ()
    held = json.loads(SHARED.read_text(encoding="utf-8"))["cases"]
    return tuple(_of_kinds(held, kinds))


def _of_kinds(held: list[Mapping[str, Any]], kinds: tuple[str, ...]) -> Iterator[Case]:
    for case in held:
        raw = wire(case)
        if case["kind"] in kinds and raw is not None and not case["surface"].startswith("api"):
            yield Case(case["id"], raw)


def wire(case: Mapping[str, Any]) -> bytes | None:
    """The bytes of a case of the shared list: literal, hexadecimal, or made by its recipe; None for a file."""
    if "value_hex" in case:
        return bytes.fromhex(case["value_hex"])
    made = case.get("value_gen", case.get("value"))
    if isinstance(made, Mapping):
        return _made(made)
    return None if made is None else _repeated(str(made)).encode("utf-8", errors="surrogatepass")


def _made(recipe: Mapping[str, Any]) -> bytes | None:
    if "gen" in recipe:
        return _repeated(str(recipe["gen"])).encode()
    if "repeat" in recipe:
        body = recipe["repeat"] * min(int(recipe["times"]), 3_000_000)
        return str(recipe.get("prefix", "") + body + recipe.get("suffix", "")).encode()
    return None


def _repeated(text: str) -> str:
    """“x*1e6” and “99…x5000” say how often; any other text is meant as it stands."""
    if short := re.fullmatch(r"(\w)\*([0-9.e]+)", text):
        return short[1] * int(float(short[2]))
    if cut := re.fullmatch(r"(.*?)(.)…(?:x(\d+))?", text, re.DOTALL):
        return (cut[1] + cut[2]).ljust(int(cut[3] or 5000), cut[2])
    return text
