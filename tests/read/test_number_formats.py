"""A number is shown as Excel shows it: held against LibreOffice over some 18,000 codes × values."""

from __future__ import annotations

import json
import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.read.number_formats import ENGLISH, LONGEST_CODE, VIETNAMESE, NumberFormat, Shows, number_format
from generator.read.shown_numbers import says_otherwise, shown, shown_text

ANSWERS = json.loads((Path(__file__).parent / "number_formats.json").read_text(encoding="utf-8"))
HALF_A_SECOND = Decimal("0.5") / 86_400
VALUES = [Decimal(value) for value in ANSWERS["values"]]
MARCH_1900 = 60  # LibreOffice counts the days before it without Excel's 29/02/1900

# Where Excel shows something else than LibreOffice, this module shows what Excel shows.
RATHER_EXCEL = {
    "0%%": "each % multiplies by a hundred",
    "m/d/yy h:mm": "LibreOffice takes it for the built-in format 22 and prints the whole year",
    "#.##E+0": "nought has no digit left to show",
    "# ?/4": "2,5 quarters are rounded up",
    "# ??/100": "62,5 hundredths are rounded up",
}


def agrees(code: str, value: Decimal, seen: str, theirs: str, style: NumberFormat) -> bool:
    """True if both programs show the same, but for spaces, the minus of a nought and what they differ in by design."""
    one, other = (re.sub(r"-\s+", "-", " ".join(text.split())) for text in (seen, theirs))
    if one == other or theirs == "#FMT":
        return True
    if style.shows in (Shows.DATE, Shows.TIME) and (value < 0 or (value < MARCH_1900 and style.shows is Shows.DATE)):
        return True  # Excel shows no date before 1900
    if one.lstrip("-") == other and not re.search("[1-9]", one):
        return True  # -0,4 as "0"
    if seen == "###":
        return True  # no section is for this number
    if style.shows in (Shows.DATE, Shows.TIME):  # Excel rounds seconds, LibreOffice cuts them
        return shown(value - HALF_A_SECOND, style, locale=ENGLISH).text == theirs
    if "General" in code or "@" in code:
        return one[:10] == other[:10]  # eleven digits in Excel, fifteen in LibreOffice
    return not shown(value, style).is_sure and one == f"-{other}"


@pytest.mark.parametrize("code", [code for code in ANSWERS["codes"] if code not in RATHER_EXCEL])
def test_every_value_is_shown_as_libreoffice_shows_it(code: str) -> None:
    style = number_format(code)
    locale = VIETNAMESE if "[$-42A]" in code and style.shows is Shows.NUMBER else ENGLISH
    pairs = zip(VALUES, ANSWERS["codes"][code], strict=True)
    wrong = [
        (value, seen, theirs)
        for value, theirs in pairs
        if not agrees(code, value, seen := shown(value, style, locale=locale).text, theirs, style)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "value", "text", "number"),
    [
        ("#,##0,,", "5200000000", "5.200", "5200"),
        ('#,##0.0" tỷ đồng"', "5.2", "5,2 tỷ đồng", "5.2"),
        ("[<1]0%;0.0", "45.2", "45,2", "45.2"),
        ("[<1]0%;0.0", "0.452", "45%", "45"),
        ('"Năm "yyyy', "45658", "Năm 2025", None),
        ('"Quý "m/yyyy', "45658", "Quý 1/2025", None),
        ("[$-42A]dddd, d mmmm yyyy", "45658", "Thứ Tư, 1 Tháng Một 2025", None),
        ("[$-409]d-mmm-yy", "45658", "1-Jan-25", None),
        ("h:mm", "0.127083333333333", "3:03", None),
        ("[h]:mm", "1.5", "36:00", None),
        ("0;0", "-5", "5", "5"),
        ("0_);(0)", "-5", "(5)", "-5"),
        (";;;", "5", "", None),
        ('"Đạt";"Chưa đạt"', "1", "Đạt", None),
        ("# ?/?", "0.375", "3/8", "0.375"),
        ("0.00E+00", "5200000000", "5,20E+09", "5200000000"),
        ('0"/63"', "12", "12/63", "12"),
        ("0%%", "0.5", "5000%%", "5000"),
        ("000", "1", "001", "1"),
    ],
)
def test_what_a_person_reads_off(code: str, value: str, text: str, number: str | None) -> None:
    seen = shown(Decimal(value), number_format(code))
    assert (seen.text.strip(), seen.number) == (text, number if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("code", "value", "otherwise"),
    [
        ("0.0", "37.625", False),
        ("0%", "0.376", False),
        ("General", "33.3333333333333", False),
        ("0", "0.4", True),
        ("0", "4.12", False),
        ("#,##0,", "12500", True),
        ("0;0", "-5", True),
        ("0;[Red]0", "-5", True),
        ("0_);(0)", "-5", False),
        (";;;", "5", True),
        ("[>=1000]#,##0;0.00", "-1", True),
    ],
)
def test_a_number_shown_as_another_is_told_from_one_that_is_rounded(code: str, value: str, otherwise: bool) -> None:
    stored = Decimal(value)
    assert says_otherwise(stored, shown(stored, number_format(code))) is otherwise


def test_text_is_shown_by_the_section_for_text() -> None:
    assert shown_text("12", number_format('0;-0;0;@" lớp"')) == "12 lớp"
    assert shown_text("12", number_format('@" tỷ đồng"')) == "12 tỷ đồng"
    assert shown_text("12", number_format(";;;")) == ""
    assert shown_text("12", number_format("0.0")) == "12"


@pytest.mark.parametrize(
    "hostile", ["[" * 9000, '"' * 9000, "0." * 5000, "[<" * 4000, "?/" * 4000, "m:" * 4000, ";" * 9000]
)
def test_no_code_hangs_the_program(hostile: str) -> None:
    began = time.perf_counter()
    for code in (hostile, hostile[:LONGEST_CODE]):
        shown(Decimal("1234.5"), number_format(code))
    assert time.perf_counter() - began < 1


PIECES = st.lists(st.sampled_from(sorted({piece for code in ANSWERS["codes"] for piece in re.findall(
    r'"[^"]*"|\[[^\]]*\]|\\.|_.|General|[#0?,.]+|.', code)})), max_size=12)  # fmt: skip


@given(PIECES.map("".join) | st.text(max_size=40), st.decimals(-(10**12), 10**12, places=4))
def test_any_code_made_of_real_ones_shows_something(code: str, value: Decimal) -> None:
    seen = shown(value, number_format(code))
    assert seen.number is None or seen.number.is_finite()
    assert seen.number is None or len(seen.text) < LONGEST_CODE * 3


@given(
    st.sampled_from(("0", "0.0", "0.00", "#,##0", "#,##0.0##", "0%", "0.0%", "General")),
    st.decimals(-(10**9), 10**9, places=6),
)
def test_the_number_read_is_the_one_that_stands_there(code: str, value: Decimal) -> None:
    seen = shown(value, number_format(code))
    typed = seen.text.replace(".", "").replace(",", ".").removesuffix("%")
    assert seen.number == Decimal(typed)
