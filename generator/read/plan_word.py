"""The lines of a plan kept as a Word file: its paragraphs, and its tables row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core import vietnamese
from generator.core.problems import Place, Problem
from generator.office.names import TBL, TC, TR, P, W, is_large_picture
from generator.office.numbering import WordNumbering
from generator.office.package import Package
from generator.office.seen_text import LeftOut, seen_text
from generator.office.styles import StyleSheet, is_on
from generator.office.word_text import AROUND_BLOCKS, paragraphs_in, text_of
from generator.read.book_parts import TooLarge

if TYPE_CHECKING:
    from lxml.etree import _Element
from generator.read.plan_line import (
    TITLE_COLUMNS,
    PlanLine,
    converted,
    first_of,
    not_read,
    notes_told,
    pictures_told,
)

_MOST_TAGS = 4_000_000
_BOX = f"{W}txbxContent"
_TRACKED = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))


def docx_lines(path: Path) -> tuple[list[PlanLine], list[Problem]]:
    """The paragraphs and table rows of a Word file in reading order, and what in them is not seen as it stands.

    Automatic numbers are written out; what tracked changes deleted, what is hidden and what is struck through is left
    out. Raises TooLarge, and Unreadable for a file that is damaged or no Word file.
    """
    package = Package.open(path, prepare=_not_too_large)
    styles, theme, lists = (package.related_tree(word) for word in ("styles", "theme", "numbering"))
    sheet = StyleSheet.of(styles, theme)
    reader = _WordPlan(path.name, sheet, WordNumbering.of(lists, sheet))
    found = reader.lines(_blocks(package.body))
    comments = package.related_tree("comments")
    notes = [] if comments is None else [text_of(one) for one in comments.iterfind(f"{W}comment")]
    told = [notes_told(Place(path.name), notes)] if any(map(str.strip, notes)) else []
    pictures = sum(_is_large(one) for one in package.body.iter("{*}inline", "{*}anchor"))
    told += [pictures_told(Place(path.name), pictures)] if pictures else []
    return found, [*reader.problems, *reader.undecided(), *told]


def _is_large(drawing: _Element) -> bool:
    size = drawing.find("{*}extent")
    is_picture = next(drawing.iter("{*}blip"), None) is not None
    return is_picture and size is not None and is_large_picture(size.get("cx"), size.get("cy"))


def _not_too_large(body: bytes) -> bytes:
    if body.count(b"<") > _MOST_TAGS:
        raise TooLarge
    return body


def _blocks(parent: _Element) -> Iterator[_Element]:
    """Children of `parent`, those inside content controls and tracked insertions included."""
    for child in parent:
        if child.tag in AROUND_BLOCKS:
            yield from _blocks(child)
        else:
            yield child


@dataclass(slots=True)
class _WordPlan:
    """One Word file while it is read. A font of the time before Unicode is told once."""

    file: str
    styles: StyleSheet
    numbering: WordNumbering
    problems: list[Problem] = field(default_factory=list)
    fonts: set[str] = field(default_factory=set)
    tracked: list[Place] = field(default_factory=list)

    def undecided(self) -> Iterator[Problem]:
        """KT006 where tracked changes wait: what is read is the text with all of them accepted."""
        if self.tracked:
            said = first_of([str(place.cell) for place in self.tracked])
            message = (
                f"Tệp còn dấu sửa đổi (Track Changes) chưa chấp nhận ở {len(self.tracked)} chỗ: {said}; "
                "đã đọc như chấp nhận hết."
            )
            fix = "Chấp nhận hoặc từ chối các sửa đổi trong Word rồi nhập lại, nếu bản đúng là bản khác."
            yield Problem("KT006", self.tracked[0], message, fix)

    def lines(self, blocks: Iterable[_Element]) -> list[PlanLine]:
        lines: list[PlanLine] = []
        table = paragraph = 0
        for block in blocks:
            if block.tag == P:
                paragraph += 1
                place, left = Place(self.file, None, f"đoạn {paragraph}"), LeftOut()
                self._note_tracked(block, place)
                lines.append(PlanLine(place, (vietnamese.clean(self._paragraph(block, left)),)))
                self._tell(place, left)
            elif block.tag == TBL:
                table += 1
                lines += self._table(table, block)
        return lines

    def _table(self, table: int, element: _Element) -> list[PlanLine]:
        lines = []
        open_merges: dict[int, str] = {}
        for number, row in enumerate((one for one in _blocks(element) if one.tag == TR), start=1):
            place, left = Place(self.file, None, f"bảng {table}, dòng {number}"), LeftOut()
            self._note_tracked(row, place)
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            if _is_hidden(row):
                left.hidden.append(vietnamese.one_line(text_of(row)))
                self._tell(place, left)
                continue
            cells: list[str] = [""] * _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
            carried: dict[int, str] = {}
            widest = 1
            for cell in (one for one in _blocks(row) if one.tag == TC):
                column = len(cells)
                text = vietnamese.clean("\n".join([self._paragraph(one, left) for one in paragraphs_in(cell)]))
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is None:
                    open_merges.pop(column, None)
                elif merge.get(f"{W}val") == "restart":
                    open_merges[column] = text
                elif column in open_merges:
                    carried[column], text = open_merges[column], ""
                width = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
                widest = max(widest, width) if text else widest
                cells += [text] + [""] * (width - 1)
            is_title = sum(map(bool, cells)) == 1 and widest >= min(TITLE_COLUMNS, len(cells)) > 1
            lines.append(PlanLine(place, tuple(cells), table - 1, carried, is_title=is_title))
            self._tell_boxes(row, place)
            self._tell(place, left)
        return lines

    def _paragraph(self, paragraph: _Element, left: LeftOut) -> str:
        before = len(left.struck) + len(left.hidden)
        text = seen_text(paragraph, self.styles, left)
        number = self.numbering.next_number(paragraph)
        all_left_out = not text.strip() and len(left.struck) + len(left.hidden) > before
        return f"{number} {text}" if number and not all_left_out else text

    def _tell_boxes(self, row: _Element, place: Place) -> None:
        """Text boxes that lie over a row: nobody can tell from the file beside which words they stand."""
        boxes = dict.fromkeys(vietnamese.one_line(text_of(box)) for box in row.iter(_BOX))
        if said := "; ".join(filter(None, boxes)):
            message = (
                f"Khung chữ (text box) trong bảng: “{vietnamese.shortened(said, 61)}” được đọc vào cuối ô có khung."
            )
            fix = "Đối chiếu lại ô ấy với bản kế hoạch; nên ghi thẳng chữ vào ô."
            self.problems.append(Problem("NK003", place, message, fix))

    def _note_tracked(self, element: _Element, place: Place) -> None:
        if next(element.iter(*_TRACKED), None) is not None:
            self.tracked.append(place)

    def _tell(self, place: Place, left: LeftOut) -> None:
        for code, words, how in (("KT001", left.struck, "bị gạch ngang"), ("KT002", left.hidden, "bị ẩn")):
            if words:
                self.problems.append(not_read(code, place, "; ".join(words), how))
        for font in left.fonts:
            if font not in self.fonts:
                self.fonts.add(font)
                self.problems.append(converted(Place(self.file), font))


def _is_hidden(row: _Element) -> bool:
    mark = row.find(f"{W}trPr/{W}hidden")
    return mark is not None and is_on(mark.get(f"{W}val"))


def _number(element: _Element | None, default: int) -> int:
    value = "" if element is None else element.get(f"{W}val") or ""
    return int(value) if value.isdigit() and int(value) <= 64 else default
