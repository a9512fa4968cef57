"""What a plan's file holds before anything is understood: its lines in order, and what of them could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from generator.core import vietnamese
from generator.core.problems import Place, Problem

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A paragraph (`table` is None, one cell) or a row of table number `table`.

    `cells` follow the table's grid: a cell over several columns stands in the first of them. `carried` maps a
    grid column to the text of a cell above that is merged down into this row (the cell itself is ""). `numbers`
    are the cells that hold true numbers: "4.2" as a text could be read two ways. `is_title` says that all that stands
    in a row is one cell over several columns, as people write the title of a group.
    """

    place: Place
    cells: tuple[str, ...]
    table: int | None = None
    carried: Mapping[int, str] = field(default_factory=dict)
    numbers: Mapping[int, Decimal] = field(default_factory=dict)
    is_title: bool = False
    seen: Mapping[int, str] = field(default_factory=dict)
    """How those numbers are shown: an item 1.10 is written with a point, a length of 12,5 km with a comma."""

    @property
    def text(self) -> str:
        """All that stands in the line, for a person to read."""
        return " ".join(cell for cell in self.cells if cell)


TITLE_COLUMNS = 3
"""As many columns as only a title is merged over."""
_LONGEST_TOLD, _MOST_TOLD, _MOST_NOTES = 80, 5, 3


def not_read(code: str, place: Place, words: str, how: str) -> Problem:
    """Words that were left out because of `how` they look: struck through, in the colour of what is behind them."""
    shown = words if len(words) <= _LONGEST_TOLD else f"{words[: _LONGEST_TOLD - 1].rstrip()}…"
    return Problem(code, place, f"“{shown}” {how} nên không được nhập.", "Nếu còn dùng, bỏ định dạng ấy rồi nhập lại.")


def converted(place: Place, font: str) -> Problem:
    """KT003 for a font of the time before Unicode, whose letters were turned into Unicode."""
    message = f"Có chữ gõ bằng phông {font}; chương trình đã chuyển sang Unicode."
    return Problem("KT003", place, message, "Đối chiếu lại chữ đã nhập.")


def notes_told(place: Place, notes: Sequence[str]) -> Problem:
    """What hangs on the cells or words of a plan and belongs to none of its columns."""
    said = "; ".join(vietnamese.shortened(vietnamese.one_line(note), 61) for note in notes[:_MOST_NOTES])
    more = f" và {len(notes) - _MOST_NOTES} ghi chú khác" if len(notes) > _MOST_NOTES else ""
    message = f"Ghi chú, bình luận (comment) của kế hoạch không được nhập: {said}{more}."
    return Problem("NK019", place, message, "Điều gì còn dùng thì sửa vào đúng ô sau khi nhập.")


def boxes_told(place: Place, boxes: Sequence[str]) -> Problem:
    """Text boxes that float over a sheet and belong to none of its cells."""
    said = "; ".join(vietnamese.shortened(box, _LONGEST_TOLD) for box in boxes[:_MOST_NOTES])
    more = f" và {len(boxes) - _MOST_NOTES} khung khác" if len(boxes) > _MOST_NOTES else ""
    message = f"Khung chữ (text box) trên trang không được nhập: “{said}”{more}."
    return Problem("NK023", place, message, "Điều gì còn dùng thì ghi vào đúng ô sau khi nhập.")


def pictures_told(place: Place, count: int) -> Problem:
    """Pictures large enough to show a table: what stands in them nobody can read from the file."""
    message = f"Tệp có {count} hình ảnh cỡ lớn; chữ, bảng trong ảnh không được đọc."
    return Problem("NK023", place, message, "Ảnh chụp bảng nhiệm vụ, chỉ tiêu thì phải gõ lại.")


def first_of(names: Sequence[str]) -> str:
    """The first five names, and a sign that there are more."""
    return ", ".join(names[:_MOST_TOLD]) + (" …" if len(names) > _MOST_TOLD else "")
