"""What is probably misspelt in the words that a report prints. It is told, and never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.core.legacy_text import legacy_reading
from generator.core.problems import Place, Problem
from generator.core.rows import Book, Cell
from generator.core.spelling import Misspelling, SpellingReader
from generator.read.columns import SheetTitle

PRINTED: Mapping[SheetTitle, tuple[str, ...]] = {
    SheetTitle.TASKS: ("Tên nhóm", "Nội dung nhiệm vụ", "Kết quả dự kiến", "Tên gọn"),
    SheetTitle.PROGRESS: (
        *("Kết quả thực hiện", "Sản phẩm", "Khó khăn, vướng mắc", "Nguyên nhân"),
        "Đề xuất, kiến nghị",
    ),
    SheetTitle.INDICATORS: ("Nhóm", "Tên chỉ tiêu", "Tên gọn"),
    SheetTitle.MEASUREMENTS: ("Nguyên nhân",),
    SheetTitle.FUNDING: ("Nguồn vốn", "Nội dung"),
    SheetTitle.DOCUMENTS: ("Trích yếu",),
    SheetTitle.NARRATIVES: ("Nội dung",),
}
"""The columns whose words stand in a report as they were typed."""
_MOST_NAMED = 10


def check_spelling(book: Book) -> Iterator[Problem]:
    """KT007 of each misspelt word, once, at the first of its cells."""
    for misspelling, places in _found(book).items():
        right = misspelling.right
        likely = f"có lẽ là “{right}”" if right else "không phải cách viết của một tiếng Việt"
        message = f"“{misspelling.wrong}” ({_cells(places)}): {likely}."
        yield Problem("KT007", places[0], message, "Sửa nếu gõ nhầm; kế hoạch in vậy thì giữ nguyên.")


def _found(book: Book) -> dict[Misspelling, list[Place]]:
    reader = SpellingReader()
    found: dict[Misspelling, list[Place]] = {}
    for place, cell in _printed_cells(book):
        for one in reader.read(str(cell.value)):
            if _is_unicode(cell):
                found.setdefault(one, []).append(place)
    return found


def _printed_cells(book: Book) -> Iterator[tuple[Place, Cell]]:
    """Every cell with words that a report prints as they were typed."""
    for sheet, titles in PRINTED.items():
        for row in book.rows(sheet):
            for title in titles:
                cell = row.cells.get(title)
                if cell is not None and isinstance(cell.value, str):
                    yield row.ref.place(title), cell


def _is_unicode(cell: Cell) -> bool:
    """Text of a legacy font is told as such, not as misspelt."""
    return not cell.font and legacy_reading(cell.text) is None


def _cells(places: list[Place]) -> str:
    """ "3 ô", with the others of which the problem's own place does not tell."""
    if len(places) == 1:
        return "1 ô"
    own = places[0]
    named = [one.cell or "" if one.sheet == own.sheet else f"{one.sheet} {one.cell}" for one in places[:_MOST_NAMED]]
    return f"{len(places)} ô: {', '.join(named)}{', …' if len(places) > _MOST_NAMED else ''}"
