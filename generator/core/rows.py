"""What reading hands to validating: sheets of rows, each cell with its place. Nothing is judged yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from generator.core.model import RowRef


class CellFault(Enum):
    """Why a cell has no usable value."""

    NO_CACHED_VALUE = "công thức chưa có kết quả"
    FORMULA_ERROR = "ô báo lỗi"
    HIDDEN = "định dạng của ô giấu giá trị"
    UNSEEN = "chữ cùng màu với nền ô"
    EITHER_DAY = "ngày đọc được hai cách"
    NO_TEXT = "chữ của ô không có trong tệp"


class HowRead(Enum):
    """How a part of a cell was read, where that is not as it stands."""

    STRUCK = "bị gạch ngang, không đọc"
    UNSEEN = "cùng màu với nền, không đọc"
    CONVERTED = "phông cũ, đọc theo Unicode"
    BY_RULE = "có thể bị định dạng có điều kiện giấu, đổi"


@dataclass(frozen=True, slots=True)
class Told:
    """Something of a cell to be told: the words that were left out, or the font whose letters were converted."""

    how: HowRead
    what: str


CellValue = str | Decimal | date | bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell.

    `value` is text as it is shown (not cleaned), the number that is shown (37.6 of a percentage), a date or a truth
    value; None together with a `fault`. `text` is what a person sees. `font` is the font's name where it is a legacy
    one (.VnTime, VNI-Times), else "". Words that are struck through or cannot be seen are not in it: `told` says them,
    and which runs were turned into Unicode. `stored` is the number in the cell where what is shown says another one.
    `by_system` says that a date is shown day first or month first, as the computer has it; `is_stale` that a formula
    made the value and Excel will reckon it anew. `comment` is the note that hangs on the cell.
    """

    value: CellValue | None
    text: str
    fault: CellFault | None = None
    font: str = ""
    told: tuple[Told, ...] = ()
    stored: Decimal | None = None
    by_system: bool = False
    is_stale: bool = False
    comment: str = ""

    def says_as(self, other: Cell) -> bool:
        """True if the same is read in both: 62,5 is 62,50."""
        is_number = isinstance(self.value, Decimal) and isinstance(other.value, Decimal)
        same_text = is_number or self.text.strip() == other.text.strip()
        return (self.value, self.fault, bool(self.text)) == (other.value, other.fault, bool(other.text)) and same_text


@dataclass(frozen=True, slots=True)
class Row:
    """One non-empty row under the header; `cells` maps canonical column titles to filled cells."""

    ref: RowRef
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A known sheet: its canonical title and its rows, in order."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A whole input file. `sheets` maps canonical titles to the sheets that are there."""

    file: str
    sheets: Mapping[str, Sheet]

    def rows(self, title: str) -> tuple[Row, ...]:
        """The rows of a sheet; none if the file lacks it."""
        sheet = self.sheets.get(title)
        return sheet.rows if sheet else ()
