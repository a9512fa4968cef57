"""The parts of a workbook that reading begins with: its sheets, its tables, and how large any of them may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from generator.core.limits import MEBIBYTE, SHEETS, Limit
from generator.core.problems import Place, Problem
from generator.office import refusal
from generator.office.package import Package, damage
from generator.office.refusal import Kind
from generator.office.xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST_PART = 20 * MEBIBYTE
"""Of the parts that are read whole: lists of sheets and relationships, styles."""


_NOTES, _NOTE = ("comments", "threadedComment"), ("{*}comment", "{*}threadedComment")


class TooLarge(Exception):
    """The parts of a package would fill the memory; `limit` is the one that a user may raise, if there is one."""

    def __init__(self, limit: Limit | None = None) -> None:
        super().__init__()
        self.limit = limit


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its tab title, the part that holds it, and whether its tab is hidden."""

    title: str
    member: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class BookParts:
    """An opened workbook, to be closed by whoever opened it."""

    package: Package
    sheets: tuple[SheetPart, ...]
    from_1904: bool
    recalculates: bool = False
    """What its formulas have as results is not what Excel shows: it reckons them anew when it opens the file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.package.close()

    def stream(self, member: str) -> IO[bytes]:
        """A part to be read piece by piece. Raises KeyError."""
        return self.package.parts.stream(member)

    def root(self, member: str) -> _Element:
        """The root element of a part that is read whole. Raises TooLarge; Unreadable where it is damaged."""
        return _root(self.package, member)

    def related(self, word: str) -> str | None:
        """The part that the workbook names by a relationship of this kind. Raises Unreadable if it is not there."""
        relations = self.package.relations(self.package.main).values()
        found = next((one.target for one in relations if one.word == word and not one.external), None)
        if found is not None and found not in self.package.parts:
            raise refusal.damaged(self.package.file, Kind.EXCEL, f"tệp thiếu phần “{found}”")
        return found

    def comments(self, member: str) -> Mapping[str, str]:
        """Cell → the note that hangs on it in that worksheet; nothing where the notes are damaged."""
        try:
            related = self.package.relations(member).values()
            names = [one.target for one in related if one.word in _NOTES and not one.external]
            notes = [note for name in names if name in self.package.parts for note in self.root(name).iter(*_NOTE)]
        except (refusal.Unreadable, TooLarge):
            return {}
        except damage():
            return {}
        found: dict[str, str] = {}
        for note in notes:
            text = "".join(str(part.text or "") for part in note.iter("{*}t", "{*}text") if not len(part))
            found[str(note.get("ref"))] = "\n".join(filter(None, (found.get(str(note.get("ref"))), text)))
        return found


def open_book(path: Path) -> BookParts:
    """The parts of a workbook. Raises Unreadable, and TooLarge for one that is sound but holds too much."""
    package = Package.streamed(path)
    try:
        book = _root(package, package.main)
        properties = book.find("{*}workbookPr")
        from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        reckoning = book.find("{*}calcPr")
        recalculates = reckoning is not None and reckoning.get("fullCalcOnLoad") in ("1", "true")
        return BookParts(package, tuple(_sheets(book, package)), from_1904, recalculates)
    except BaseException:
        package.close()
        raise


def _root(package: Package, member: str) -> _Element:
    if member not in package.parts:
        raise refusal.damaged(package.file, Kind.EXCEL, f"tệp thiếu phần “{member}”")
    if package.parts.size(member) > LARGEST_PART:
        raise TooLarge
    try:
        return parse(package.parts[member])
    except damage() as error:
        raise refusal.damaged_part(package.file, Kind.EXCEL, member) from error


def _sheets(book: _Element, package: Package) -> Iterator[SheetPart]:
    """Each worksheet once, however often a damaged list names it. Raises TooLarge."""
    seen: set[str] = set()
    relations = package.relations(package.main)
    for number, sheet in enumerate(book.iterfind("{*}sheets/{*}sheet")):
        if number >= SHEETS.value():
            raise TooLarge(SHEETS)
        key = next((str(value) for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        relation = relations.get(key)
        if relation is not None and relation.word == "worksheet" and relation.target not in seen:
            seen.add(relation.target)
            yield SheetPart(str(sheet.get("name")), relation.target, sheet.get("state", "visible") != "visible")


def unreadable(path: Path, cause: str) -> Problem:
    """The problem for a workbook that is damaged or locked; `cause` is a phrase in Vietnamese."""
    return refusal.damaged(str(path), Kind.EXCEL, cause).problem


def too_large(path: Path, limit: Limit | None = None) -> Problem:
    """The problem for a file that is sound as a package, but holds more than any dossier does."""
    message = f"Tệp “{path.name}” chứa nhiều dữ liệu bất thường nên không được đọc."
    fix = "Xoá các dòng, cột, định dạng thừa rồi lưu lại từ Excel."
    if limit is not None:
        message = f"{message[:-1]}: {limit.what} – {limit.exceeded()}."
        fix = f"{fix} {limit.how_to_raise()}"
    return Problem("TEP006", Place(str(path)), message, fix)
