"""Rows of a table that are no records of it: headers said again, sums, where the table is signed, notes below it.

The words are those of plans and of the sheets of a dossier alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.core.problems import Problem
from generator.core.rows import Row
from generator.core.vietnamese import clean, one_line, shortened, title_key
from generator.read.columns import SCHEMA_BY_TITLE, SheetTitle

TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|cộng\s*:|(?:tổng|cộng)\s+(?:nhóm|mục|phần)\b|"
    r"(?:tổng|cộng)(?:\s+(?-i:[A-ZĐ]{1,4}))?\s*(?:[:(].*)?$)",
    re.IGNORECASE,
)
"""How a sum begins that stands where other rows have their content."""
SIGNED = re.compile(r"(?:người lập(?: biểu| bảng)?|lập biểu|thủ trưởng(?: đơn vị| cơ quan)?)\s*[.:]?", re.IGNORECASE)
"""What stands below a table where it is signed."""
SIGNING = re.compile(
    r"(?:TM|KT|TL|TUQ)\.\s*\S.*|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BÍ THƯ|TRƯỞNG (?:PHÒNG|BAN))(?: UBND.*)?"
    r"|N(?:ơi|ƠI) (?:nhận|NHẬN).*",
    re.DOTALL,
)
"""The same where it is signed for an office, in capitals."""
FOOTNOTE = re.compile(r"\(?(?:\*+|[¹²³⁴-⁹])\)?|(?:ghi chú|chú thích|lưu ý)\b.*", re.IGNORECASE | re.DOTALL)
"""What stands below a table to explain a mark in it."""
_SUM_ALONE = re.compile(
    r"(?:tổng(?:\s+(?:cộng|số))?|cộng)(?:\s+(?:nhóm|mục|phần)\b.*)?\s*(?:[:(].*|\d.*)?", re.IGNORECASE | re.DOTALL
)
_MARKED_NOTE = re.compile(r"\(?\*+\)?:?\s+\S.*", re.DOTALL)
_WITH_SUMS_OF_THEIR_OWN = (SheetTitle.FUNDING, SheetTitle.DISBURSEMENTS)
"""What stands as a sum there is held against the lines."""
_OF_RECORDS = frozenset((
    SheetTitle.TASKS, SheetTitle.CHANGES, SheetTitle.PROGRESS, SheetTitle.INDICATORS, SheetTitle.MILESTONES,
    SheetTitle.MEASUREMENTS, SheetTitle.DOCUMENTS, *_WITH_SUMS_OF_THEIR_OWN,
))  # fmt: skip
_MOST_SIGNED = 2
"""Cells in a row of names below a signature; a record there has more."""
_LONGEST = 60


def says_the_header(row: Mapping[str, str], header: Mapping[str, str]) -> bool:
    """True for a row that says the header again, as tables do on each page."""
    return len(row) > 1 and all(
        title_key(text) in (title_key(header.get(at, at)), title_key(at)) for at, text in row.items()
    )


def counts_in_brackets(texts: Sequence[str]) -> bool:
    """True for a row that only counts the columns: "(1) (2) (3)"."""
    return len(texts) > 2 and list(texts) == [f"({number})" for number in range(1, len(texts) + 1)]


def records_of(title: SheetTitle, rows: Sequence[Row], header: Mapping[str, str]) -> tuple[list[Row], list[SideRow]]:
    """The rows of a known sheet that are records, and those to be told of; a header said again is neither.

    `header` has the sheet's own heading of every known column.
    """
    records: list[Row] = []
    beside: list[SideRow] = []
    is_signed = False
    for row in rows:
        texts = {at: text for at, cell in row.cells.items() if (text := one_line(clean(cell.text)))}
        if says_the_header(texts, header) or counts_in_brackets(tuple(texts.values())):
            continue
        what = _what(title, texts) if title in _OF_RECORDS else ""
        is_signed = what == _SIGNATURE or (is_signed and 0 < len(texts) <= _MOST_SIGNED)
        if what or is_signed:
            beside.append((row, what or _SIGNATURE))
        else:
            records.append(row)
    return records, beside


SideRow = tuple[Row, str]
"""A row that is no record, and what it is."""
_SIGNATURE = "chỗ ký tên"


def _what(title: SheetTitle, texts: Mapping[str, str]) -> str:
    """What a row is if it is no record, "" for a record."""
    key = SCHEMA_BY_TITLE[title].columns[0].title
    first = texts.get(key) or next(_in_order(title, texts), "")
    if title not in _WITH_SUMS_OF_THEIR_OWN and _SUM_ALONE.fullmatch(first):
        return "dòng tổng"
    if SIGNED.fullmatch(first) or (texts and all(map(SIGNING.fullmatch, texts.values()))):
        return _SIGNATURE
    if len(texts) == 1 and (FOOTNOTE.fullmatch(first) or _MARKED_NOTE.fullmatch(first)):
        return "chú thích của bảng"
    return ""


def _in_order(title: SheetTitle, texts: Mapping[str, str]) -> Iterator[str]:
    return (texts[column.title] for column in SCHEMA_BY_TITLE[title].columns if column.title in texts)


def told_of(beside: Sequence[SideRow]) -> Iterator[Problem]:
    """BNG032 for each row that is no record."""
    for row, what in beside:
        said = shortened(one_line(" ".join(cell.text for cell in row.cells.values())), _LONGEST)
        message = f"Dòng “{said}” là {what} nên không được đọc."
        fix = "Xoá dòng này; nếu thật là dữ liệu, ghi mã và nội dung của nó."
        yield Problem("BNG032", row.ref.place(next(iter(row.cells))), message, fix)
