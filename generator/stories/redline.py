"""`redline`: two Word files compared, and each figure that changed with the cells of the workbook behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.core.folders import BASE
from generator.core.problems import WrongUsage
from generator.office.word_diff import is_figure, tokens
from generator.origins.open_document import document_units, read_document
from generator.redline.package import WordPackage
from generator.redline.redline import ChangeKind, redline
from generator.stories.trace import trace
from generator.write.files import write_file

if TYPE_CHECKING:
    from generator.core.figures import PrintedFigure
    from generator.origins.figures_in import FoundFigure
    from generator.redline.redline import Change, Redlined
    from generator.stories.trace import Trace


_LONGEST_PLACE = 90
_Traced = tuple[str, "PrintedFigure | None"]


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that is another in NEW; "" where it came or went. The origins are None where no manifest tells them."""

    old: str
    new: str
    origin: PrintedFigure | None = None
    old_origin: PrintedFigure | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The redline and its changed figures, in the order of the text. `traced`: NEW's figures could be traced."""

    redlined: Redlined
    figures: tuple[FigureChange, ...]
    traced: bool


def compare(old: Path, new: Path, output: Path, author: str, day: date | None = None) -> Comparison:
    """Writes the redline of two files to `output`. Raises WrongUsage where that is one of the two.

    Without a `day` the changes carry that of NEW: the day its report was made for, or on which it was saved last.
    """
    if output.resolve() in (old.resolve(), new.resolve()):
        message = f"Tệp kết quả “{output}” trùng với tệp đem so sánh."
        raise WrongUsage(message, "Chọn tên khác sau -o để không ghi đè lên tệp gốc.")
    before, after = read_document(old), read_document(new)
    was, now = _traced(old), _traced(new)
    result = redline(before, after, author, day or (now.manifest.as_of if now else _saved(after)))
    origins, old_origins = _Origins(now), _Origins(was)
    figures = tuple(one for change in result.changes for one in _changed(change, old_origins, origins))
    write_file(output, result.content)
    return Comparison(result, figures, bool(origins.figures))


def places_of(changes: Sequence[Change], content: bytes) -> tuple[str, ...]:
    """For each change the words of the paragraph or row of NEW (`content`) it stands in; "" where that has no name."""
    try:
        units = document_units(content, "")
    except WrongUsage:
        units = ()
    named = {name: unit for unit in units for name in unit.marks}
    found = (next((named[name] for name in one.blocks if name in named), None) for one in changes)
    return tuple(_first_words(one.label or one.text) if one is not None else "" for one in found)


def _first_words(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_PLACE else f"{plain[:_LONGEST_PLACE].rstrip()}…"


def _saved(content: bytes) -> date | None:

    return WordPackage.open(content, "Bản mới").modified()


def _traced(path: Path) -> Trace | None:
    """The figures of a file in an output folder; None where there is no manifest for it."""
    try:
        return trace(path, path.parent.parent if path.parent.name == BASE else None)
    except WrongUsage:
        return None


class _Origins:
    """The figures of a document by block; each is given out once, so that equal ones come in turn."""

    def __init__(self, found: Trace | None) -> None:
        self.figures = [one for file in found.files for one in file.figures] if found else []
        self._by_block: dict[str, list[FoundFigure]] = {}
        for one in self.figures:
            for name in {one.origin.block, *(one.unit.marks if one.unit is not None else ())}:
                self._by_block.setdefault(name, []).append(one)
        self._given: set[int] = set()

    def find(self, token: str, blocks: Sequence[str], cell: int | None) -> PrintedFigure | None:
        here = [one for name in blocks for one in self._by_block.get(name, ())]
        here = [one for one in here if cell is None or one.cell == cell]
        exact = [one for one in here if one.now == token or one.origin.text == token]
        within = [one for one in here if token in tokens(one.now)]
        for one in [*exact, *within]:
            if id(one) not in self._given:
                self._given.add(id(one))
                return one.origin
        return exact[0].origin if exact else None


def _changed(change: Change, was: _Origins, now: _Origins) -> Iterator[FigureChange]:

    if change.kind is ChangeKind.MOVED or change.kind is ChangeKind.FORMAT:
        return
    before = [token for token in tokens(change.old) if is_figure(token)]
    after = [token for token in tokens(change.new) if is_figure(token)]
    olds = [(old, was.find(old, change.old_blocks, change.cell)) for old in before]
    news = [(new, now.find(new, change.blocks, change.cell)) for new in after]
    for (old, old_origin), (new, origin) in _paired(olds, news):
        known = origin is not None or old_origin is not None
        if old != new and (known or change.kind is ChangeKind.TEXT):
            yield FigureChange(old, new, origin, old_origin)


def _paired(olds: list[_Traced], news: list[_Traced]) -> Iterator[tuple[_Traced, _Traced]]:
    """As many figures on both sides are paired in order; else those that are reckoned the same way."""
    if len(olds) == len(news):
        yield from zip(olds, news, strict=True)
        return
    left = list(olds)
    for new, origin in news:
        same = [one for one in left if one[1] and origin and one[1].formula == origin.formula]
        if same:
            left.remove(same[0])
        yield (same[0] if same else ("", None)), (new, origin)
    yield from ((one, ("", None)) for one in left)
