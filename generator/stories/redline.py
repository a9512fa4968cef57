"""`redline`: two Word files compared, and each figure that changed with the cells of the workbook behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from generator.core.folders import BASE
from generator.core.number_words import is_of_a_number
from generator.core.problems import WrongUsage
from generator.core.vietnamese import shortened
from generator.office.package import Package
from generator.office.refusal import Unreadable
from generator.office.word_diff import bag, diff, tokens
from generator.origins.open_document import document_units, read_document
from generator.origins.signed_figures import laid_out, signed_figures, touched_figures
from generator.redline.redline import NEW_FILE, ChangeKind, redline
from generator.stories.trace import trace
from generator.write.files import write_new

if TYPE_CHECKING:
    from generator.core.figures import PrintedFigure
    from generator.origins.figures_in import FoundFigure
    from generator.origins.signed_figures import SignedFigure
    from generator.origins.units import Unit
    from generator.redline.redline import Change, Redlined
    from generator.stories.trace import Trace


_LONGEST_PLACE = 91


@dataclass(frozen=True, slots=True)
class _Seen:
    """A figure as it stands in a text, and its origin where that is known."""

    figure: SignedFigure
    origin: PrintedFigure | None

    def beside(self, other: _Seen | None) -> str:
        return self.figure.beside(other.figure if other is not None else None)


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
    for path, content in ((old, before), (new, after)):
        Package.open(content, file=path.name)  # a file that is none is refused by its own name
    was, now = _traced(old), _traced(new)
    result = redline(before, after, author, day or (now.manifest.as_of if now else _saved(after)))
    origins, old_origins = _Origins(now), _Origins(was)
    figures = tuple(one for group in _grouped(result.changes) for one in _figures_of(group, old_origins, origins))
    write_new(output, result.content)
    return Comparison(result, figures, bool(origins.figures))


def places_of(changes: Sequence[Change], content: bytes) -> tuple[str, ...]:
    """For each change the words of the paragraph or row of NEW (`content`) it stands in; "" where that has no name."""
    return tuple(_first_words(one.label or one.text) if one is not None else "" for one in _units_of(changes, content))


def passages_of(changes: Sequence[Change], content: bytes) -> tuple[str, ...]:
    """For each change the whole text of the paragraph or cell of NEW it stands in; "" where that is not known."""
    units = _units_of(changes, content)
    return tuple("" if one is None else _passage(change, one) for change, one in zip(changes, units, strict=True))


def _passage(change: Change, unit: Unit) -> str:
    if change.cell is not None and change.cell < len(unit.cells):
        return unit.cells[change.cell]
    return unit.label or unit.text


def _units_of(changes: Sequence[Change], content: bytes) -> list[Unit | None]:
    try:
        units = document_units(content, "")
    except Unreadable:
        units = ()
    named = {name: unit for unit in units for name in unit.marks}
    return [next((named[name] for name in one.blocks if name in named), None) for one in changes]


class Sort(StrEnum):
    """What a change is to who signs: other words, another figure, or only how it looks."""

    FIGURES = "figures"
    WORDS = "words"
    LOOKS = "looks"


_LOOKS = frozenset((ChangeKind.FORMAT, ChangeKind.TABLE, ChangeKind.SECTION))


def sort_of(change: Change) -> Sort:
    """A change of words that has another figure on one side than on the other is one of figures."""
    old, new = (" ".join(normalize("NFC", text).split()) for text in (change.old, change.new))
    if change.kind in _LOOKS or (change.kind is ChangeKind.TEXT and old == new):
        return Sort.LOOKS
    gone, come = (Counter(one.key for one in side) for side in _sides(change))
    if change.kind is ChangeKind.MOVED or (gone == come and not _is_part_of_number(change)):
        return Sort.WORDS
    return Sort.FIGURES


def _first_words(text: str) -> str:
    return shortened(" ".join(text.split()), _LONGEST_PLACE)


def _saved(content: bytes) -> date | None:
    return Package.open(content, file=NEW_FILE).modified()


def _traced(path: Path) -> Trace | None:
    """The figures of a file in an output folder; None where there is no manifest for it."""
    try:
        return trace(path, path.parent.parent if path.parent.name == BASE else None)
    except (WrongUsage, Unreadable):
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


_PARAGRAPHS, _ROWS = (ChangeKind.DELETED, ChangeKind.INSERTED), (ChangeKind.ROW_DELETED, ChangeKind.ROW_INSERTED)
_CELLS = " | "
_ORDINAL = re.compile(r"\s*(?:\d+(?:\.\d+)*|[IVXLC]+|[a-zđ])[.)]\s")
"""The number that a paragraph begins with."""


def _grouped(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Paragraphs, or rows, that went and came at one place belong together: they were rewritten; words of one line."""
    for (kinds, line), group in groupby(changes, _place):
        if kinds or line:
            yield list(group)
        else:
            yield from ([one] for one in group)


def _place(change: Change) -> tuple[tuple[ChangeKind, ...], int]:
    kinds = next((two for two in (_PARAGRAPHS, _ROWS) if change.kind in two), ())
    return kinds, id(change.lines) if any(change.lines) else 0


def _figures_of(group: Sequence[Change], was: _Origins, now: _Origins) -> Iterator[FigureChange]:
    """The figures that the changes of one paragraph, or the rows or paragraphs rewritten together, changed."""
    if group[0].kind in (ChangeKind.MOVED, ChangeKind.FORMAT):
        return
    gone = [one for one in group if one.kind in (_PARAGRAPHS[0], _ROWS[0])]
    come = [one for one in group if one.kind in (_PARAGRAPHS[1], _ROWS[1])]
    if not gone and not come:
        told: set[tuple[int, int]] = set()
        for change in group:
            olds, news = _sides(change)
            fresh = [(one, mine) for mine, side in enumerate((olds, news)) for one in side]
            fresh = [(one, mine) for one, mine in fresh if (mine, one.start) not in told]
            told.update((mine, one.start) for one, mine in fresh)
            if not fresh and _is_part_of_number(change):
                yield FigureChange(change.old.strip(), change.new.strip())
            elif fresh:
                yield from _of_figures((change, olds), (change, news), was, now)
    elif gone and come and gone[0].kind is ChangeKind.ROW_DELETED:
        yield from _of_rows(gone, come, was, now)
    else:
        for old, new in _partners(gone, come):
            yield from _of_pair(
                (old, _ORDINAL.sub("", old.old, count=1)) if old else None,
                (new, _ORDINAL.sub("", new.new, count=1)) if new else None,
                was,
                now,
            )


def _sides(change: Change) -> tuple[list[SignedFigure], list[SignedFigure]]:
    """The figures that a change has to do with, as they were and as they are."""
    if not any(change.lines):
        return signed_figures(laid_out(change.old)), signed_figures(laid_out(change.new))
    starts = [len(laid_out(line[:at])) for line, at in zip(change.lines, change.at, strict=True)]
    sizes = [len(laid_out(text)) for text in (change.old, change.new)]
    old, new = map(laid_out, change.lines)
    return touched_figures((old, new), (starts[0], starts[1]), (sizes[0], sizes[1]))


def _is_part_of_number(change: Change) -> bool:
    """True of "triệu" that became "tỷ" where no number is by."""
    return any(map(is_of_a_number, (change.old, change.new))) and not any(_sides(change))


def _of_pair(
    old: tuple[Change, str] | None, new: tuple[Change, str] | None, was: _Origins, now: _Origins
) -> Iterator[FigureChange]:
    """The figures of a text that became another, those that stayed left out."""
    olds, news = ((one[0], signed_figures(laid_out(one[1]))) if one is not None else None for one in (old, new))
    yield from _of_figures(olds, news, was, now)


def _of_figures(
    old: tuple[Change, list[SignedFigure]] | None,
    new: tuple[Change, list[SignedFigure]] | None,
    was: _Origins,
    now: _Origins,
) -> Iterator[FigureChange]:
    olds = [_Seen(one, was.find(one.text, old[0].old_blocks, old[0].cell)) for one in old[1]] if old else []
    news = [_Seen(one, now.find(one.text, new[0].blocks, new[0].cell)) for one in new[1]] if new else []
    keys = [[one.figure.key for one in side] for side in (olds, news)]
    for kind, low, high, first, last in diff(keys[0], keys[1]):
        if kind == "equal":
            continue
        for gone, come in _paired(olds[low:high], news[first:last]):
            yield FigureChange(
                gone.beside(come) if gone else "",
                come.beside(gone) if come else "",
                come.origin if come else None,
                gone.origin if gone else None,
            )


def _partners(gone: Sequence[Change], come: Sequence[Change]) -> Iterator[tuple[Change | None, Change | None]]:
    """Each paragraph or row that came with the one it stands for: in turn where there are as many, else the likest."""
    if len(gone) == len(come):
        yield from zip(gone, come, strict=True)
        return
    left = list(gone)
    for new in come:
        words = bag(new.new)
        alike = [(2 * (words & bag(old.old)).total(), old) for old in left]
        shared, best = max(alike, key=lambda one: one[0], default=(0, None))
        if best is not None and shared >= words.total() * _LIKE:
            left.remove(best)
            yield best, new
        else:
            yield None, new
    yield from ((old, None) for old in left)


_LIKE = 0.5
"""Twice the share of words that a paragraph must have in common with the one it stands for."""


def _of_rows(gone: Sequence[Change], come: Sequence[Change], was: _Origins, now: _Origins) -> Iterator[FigureChange]:
    """Rows that were rewritten, cell by cell: a column that came or went moves the others."""
    partners = list(_partners(gone, come))
    rows = [(old.old.split(_CELLS), new.new.split(_CELLS)) for old, new in partners if old and new]
    column_of = _columns(rows)
    for old, new in partners:
        before = old.old.split(_CELLS) if old else []
        after = new.new.split(_CELLS) if new else []
        cells: list[tuple[str | None, str | None]] = []
        if old is None or new is None:
            cells += [(None, text) for text in after[1:]]
            cells += [(text, None) for text in before[1:]]
        else:
            became = [column_of.get(at, len(after)) for at in range(len(before))]
            cells += [(text, after[at] if at < len(after) else None) for text, at in zip(before, became, strict=True)]
            cells += [(None, text) for at, text in enumerate(after) if at not in column_of.values()]
        for was_said, is_said in cells:
            yield from _of_pair(
                (old, was_said) if old and was_said is not None else None,
                (new, is_said) if new and is_said is not None else None,
                was,
                now,
            )


def _columns(rows: Sequence[tuple[list[str], list[str]]]) -> dict[int, int]:
    """Which column of NEW each column of OLD became: the rising sequence that keeps most cells as they were."""
    width, others = (max((len(row[side]) for row in rows), default=0) for side in (0, 1))
    if width == others:
        return {at: at for at in range(width)}
    kept = Counter((i, j) for old, new in rows for i, a in enumerate(old) for j, b in enumerate(new) if a == b)
    best: dict[tuple[int, int], tuple[int, tuple[tuple[int, int], ...]]] = {}
    for i in range(width + 1):
        for j in range(others + 1):
            if not i or not j:
                best[i, j] = (0, ())
                continue
            count, path = best[i - 1, j - 1]
            taken = (count + kept[i - 1, j - 1], (*path, (i - 1, j - 1)))
            best[i, j] = max(taken, best[i - 1, j], best[i, j - 1], key=lambda one: one[0])
    return dict(best[width, others][1])


def _paired(olds: Sequence[_Seen], news: Sequence[_Seen]) -> Iterator[tuple[_Seen | None, _Seen | None]]:
    """As many figures on both sides are paired in order; else those that are reckoned, or named, the same way."""
    if len(olds) == len(news):
        yield from zip(olds, news, strict=True)
        return
    left = list(olds)
    for new in news:
        likest = max(left, key=lambda one, new=new: _alike(one, new), default=None)  # type: ignore[misc]
        if likest is not None and _alike(likest, new):
            left.remove(likest)
            yield likest, new
        else:
            yield None, new
    yield from ((one, None) for one in left)


def _alike(old: _Seen, new: _Seen) -> int:
    if old.origin and new.origin:
        return 4 * (old.origin.formula == new.origin.formula)
    was, now = old.figure, new.figure
    return 2 * (was.after == now.after and bool(now.after)) + (was.before == now.before and bool(now.before))
