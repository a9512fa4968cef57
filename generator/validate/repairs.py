"""Certain repairs of a dossier's cells: what has one reading only is written the way it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from unicodedata import is_normalized

from generator.core.characters import LINE_ENDS, lookalikes_in, symbols_in, unseen_in
from generator.core.legacy_text import legacy_reading
from generator.core.model import Agency
from generator.core.period_names import period_shown
from generator.core.problems import Place
from generator.core.rows import Book, Cell, HowRead, Row
from generator.core.status_words import read_status, share_in
from generator.core.vietnamese import clean, fold, nfc, parse_date, parse_number
from generator.read.column_guide import GUIDE, ValueKind
from generator.read.columns import SheetTitle
from generator.validate.agencies import AgencyDirectory

_ONE_GROUP = re.compile(r"[+-]?\d{1,3}\.\d{3}")
"""37.625 may be either number where the unit of the column is not known."""
_TEXTS = (ValueKind.TEXT, ValueKind.LONG_TEXT)
_NUMBERS = (ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.MONEY, ValueKind.FIGURE, ValueKind.YEAR)
_AGENCIES = (ValueKind.AGENCY, ValueKind.AGENCIES)


@dataclass(frozen=True, slots=True)
class Repair:
    """One cell: what stands there, what it is to be, and why. `unicode_font` says that its legacy font must go."""

    place: Place
    title: str
    old: str
    new: str | Decimal | date
    reason: str
    unicode_font: bool = False

    @property
    def shows_the_same(self) -> bool:
        """True if a person reads the same after it: a number or a date that was typed as text."""
        return not isinstance(self.new, str) and not re.search(r"[^\W\d_]|%", self.old)


def certain_repairs(book: Book, agencies: tuple[Agency, ...]) -> list[Repair]:
    """The repairs of every sheet, cell by cell; what can be read two ways is left for a person."""
    directory = AgencyDirectory.from_sheet(agencies, ())
    return [
        repair
        for title, sheet in book.sheets.items()
        for row in sheet.rows
        for repair in _of_row(SheetTitle(title), row, directory)
    ]


def _of_row(sheet: SheetTitle, row: Row, directory: AgencyDirectory) -> Iterator[Repair]:
    for title, cell in row.cells.items():
        kind = kind_of_cell(sheet, title, row)
        if isinstance(cell.value, str):
            found = _of_text(cell.value, cell.font, kind, directory)
            if any(one.how is not HowRead.CONVERTED for one in cell.told):
                continue  # what is struck out or unseen is a person's to delete
            if fonts := ", ".join(one.what for one in cell.told):
                found = (found[0] if found else clean(cell.value), f"chữ gõ bằng phông {fonts}", True)
            if found is not None:
                new, reason, legacy = found
                yield Repair(row.ref.place(title), title, cell.value, new, reason, legacy)
        elif isinstance(cell.value, date) and kind is ValueKind.PERIOD:
            period = period_shown(cell.value, cell.text)
            if period is not None:
                yield Repair(row.ref.place(title), title, cell.text, period.code, "Excel đã đổi kỳ thành ngày")


def kind_of_cell(sheet: SheetTitle, title: str, row: Row) -> ValueKind:
    """What may stand in a cell of a row; of a setting what its key asks for."""
    if sheet is SheetTitle.SETTINGS and title == "Giá trị":
        key = row.cells.get("Mục", Cell(None, "")).text
        return {fold("Ngày kế hoạch"): ValueKind.DAY, fold("Tổng kinh phí theo kế hoạch"): ValueKind.MONEY}.get(
            fold(key), ValueKind.TEXT
        )
    return GUIDE[sheet][title].kind


def _of_text(
    text: str, font: str, kind: ValueKind, directory: AgencyDirectory
) -> tuple[str | Decimal | date, str, bool] | None:
    reading = legacy_reading(nfc(text), font)
    said = clean(reading if reading is not None else text)
    value = _typed(said, kind, directory)
    if reading is not None:
        return value if value is not None else said, f"chữ gõ bằng phông cũ{f' {font}' if font else ''}", bool(font)
    if value is not None and value != text:
        same_words = value == said
        return value, _REASONS.get(type(value)) or (_text_reason(text) if same_words else _word_reason(kind)), False
    if said != text and said:
        return said, _text_reason(text), False
    return None


def typed_value(text: str, kind: ValueKind) -> str | Decimal | date | None:
    """What a person's words are in a column of that kind: a day, a number, a name of the list; else the words.

    None is an empty cell. What can be read two ways stays words, to be asked about.
    """
    said = clean(text)
    value = _typed(said, kind, AgencyDirectory.from_sheet((), ())) if said else None
    return value if value is not None else said or None


_REASONS: Mapping[type, str] = {Decimal: "chữ số chuyển thành số", date: "chữ chuyển thành ngày"}


def _word_reason(kind: ValueKind) -> str:
    return "tên chuẩn của cơ quan" if kind in _AGENCIES else "tên chuẩn trong danh mục"


def _text_reason(text: str) -> str:
    if not is_normalized("NFC", text):
        return "Unicode dựng sẵn"
    reasons = [
        reason
        for found, reason in (
            (unseen_in(text), "bỏ ký tự không nhìn thấy"),
            (lookalikes_in(text), "chữ Đ đúng của tiếng Việt"),
            (symbols_in(text), "ký hiệu mọi phông đều hiện được"),
            (set(LINE_ENDS) & set(text), "dấu xuống dòng thường"),
        )
        if found
    ]
    return ", ".join(reasons) or "bỏ khoảng trắng thừa"


def _typed(text: str, kind: ValueKind, directory: AgencyDirectory) -> str | Decimal | date | None:
    """The value that `text` writes in a column of that kind; None where it is to stay text, or is not certain."""
    if kind in (ValueKind.DAY, ValueKind.DEADLINE):
        return parse_date(text)
    if kind in _NUMBERS:
        number = parse_number(text)
        is_certain = number is not None and number.other is None and (kind is ValueKind.PERCENT or not number.percent)
        is_certain = is_certain and (kind is ValueKind.MONEY or not _ONE_GROUP.fullmatch(text.rstrip("% ")))
        return number.value if number is not None and is_certain and _fits(number.value, kind) else None
    if kind is ValueKind.STATUS:
        status = None if share_in(text) else read_status(text)
        return status.value if status else None
    if kind in _AGENCIES and directory.official:
        split = directory.split(text)
        named_otherwise = [name for name in split.names if fold(name) not in fold(text)]
        return "; ".join(split.names) if split.names and not split.unknown and named_otherwise else None
    return None


def _fits(value: Decimal, kind: ValueKind) -> bool:
    """False for a share such as 0,4, which may mean 40%, and for a year of other than four digits."""
    if kind is ValueKind.PERCENT:
        return not 0 < value < 1
    return kind is not ValueKind.YEAR or (value == value.to_integral_value() and 1900 <= value <= 2100)
