"""Where the figures of a report stand in a document that people and editors have rewritten since.

A figure is looked for in its block: by the block's hidden bookmark; where an editor lost it, in the paragraph or row
whose words are those of the block as it was generated. What stands there now is compared word by word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from generator.core.figures import PrintedFigure
from generator.core.number_words import worded_numbers
from generator.core.vietnamese import nfc, one_line, shortened
from generator.office.word_diff import is_figure, matches, tokens
from generator.origins.figure_words import Word, bare, plain, words_of
from generator.origins.units import Unit

# --- blocks whose names an editor lost: the paragraph or row that has their words now ---------------------------------

_LEAST_ALIKE = 0.5
_TELLING_WORDS, _CANDIDATES = 12, 40


def aligned(
    base: Sequence[Unit], units: Sequence[Unit], before: Mapping[str, Unit], now: Mapping[str, Unit]
) -> dict[int, Unit]:
    """For each unit of `base` (by identity) whose names are all lost, the unit that has its words now."""
    lost = {id(unit) for name, unit in before.items() if name not in now}
    if not lost:
        return {}
    taken = {id(unit) for name, unit in now.items() if name in before}
    found = {id(base[i]): units[j] for i, j in matches([_key(unit) for unit in base], [_key(unit) for unit in units])}
    taken |= {id(unit) for unit in found.values()}
    orphans = [unit for unit in base if id(unit) in lost and id(unit) not in found]
    index = _Index([unit for unit in units if id(unit) not in taken and unit.text.strip()])
    for orphan in orphans:
        if (best := index.take_nearest(orphan)) is not None:
            found[id(orphan)] = best
    return found


class _Index:
    """Units by their words: which of them is most like another is told from the few that share its rarer words."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.units = list(units)
        self.words = [_word_set(unit) for unit in units]
        self.holding: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self.words):
            for word in words:
                self.holding[word].append(number)
        self.taken: set[int] = set()

    def take_nearest(self, unit: Unit) -> Unit | None:
        """The unit with the most of `unit`'s words, if that is at least half of them; it is given once only."""
        words = _word_set(unit)
        shared: Counter[int] = Counter()
        for word in sorted(words, key=lambda word: len(self.holding.get(word, ())))[:_TELLING_WORDS]:
            shared.update(self.holding.get(word, ()))
        candidates = [
            (2 * len(words & self.words[number]) / max(len(words) + len(self.words[number]), 1), -number)
            for number, _ in shared.most_common(_CANDIDATES)
            if number not in self.taken and self.units[number].is_row == unit.is_row
        ]
        likeness, number = max(candidates, default=(0.0, 0))
        if likeness < _LEAST_ALIKE:
            return None
        self.taken.add(-number)
        return self.units[-number]


def _word_set(unit: Unit) -> set[str]:
    """The words of a unit; a word that comes again is told apart from the first."""
    seen: Counter[str] = Counter()
    found = set()
    for word in words_of(unit.text):
        if word.key.isalnum():
            seen[word.key] += 1
            found.add(f"{word.key}/{seen[word.key]}")
    return found


def _key(unit: Unit) -> tuple[bool, str]:
    return unit.is_row, plain(unit.text).casefold()


_LONGEST_NOW = 201


class FigureState(Enum):
    """What became of a figure since the program wrote it; the value is what a check sheet says."""

    KEPT = ""
    RETYPED = "đã sửa tay"
    GONE = "đã bỏ khỏi văn bản"


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure and what stands in its place now ("" if nothing); `unit` is where, None for a block that is gone.

    `cell` and `at` say in which cell of the unit, and after how many letters.
    """

    origin: PrintedFigure
    state: FigureState
    now: str
    unit: Unit | None
    cell: int = 0
    at: int = 0


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a figure stood in its block: cell, and letters from–to in it."""

    cell: int
    start: int
    end: int


def figures_in(
    units: Sequence[Unit], origins: Sequence[PrintedFigure], base: Sequence[Unit] | None
) -> tuple[FoundFigure, ...]:
    """Every figure of `origins`, in their order, as it stands in the document `units`.

    `base` is the document as generated; without it, bookmarks alone lead to a block, and a figure that is no
    longer there is taken as retyped.
    """
    blocks: dict[str, list[PrintedFigure]] = defaultdict(list)
    for origin in origins:
        blocks[origin.block].append(origin)
    now = _by_mark(units)
    before = _by_mark(base) if base is not None else {}
    moved = aligned(base or (), units, before, now)
    found = {name: _in_block(name, members, before, now, moved) for name, members in blocks.items()}
    places = {name: iter(figures) for name, figures in found.items()}
    return tuple(next(places[origin.block]) for origin in origins)


def _by_mark(units: Sequence[Unit]) -> dict[str, Unit]:
    return {name: unit for unit in reversed(units) for name in unit.marks}


def _in_block(
    name: str,
    origins: Sequence[PrintedFigure],
    before: Mapping[str, Unit],
    now: Mapping[str, Unit],
    moved: Mapping[int, Unit],
) -> list[FoundFigure]:
    """The figures of one block."""
    was = before.get(name)
    unit = now.get(name) or (moved.get(id(was)) if was is not None else None)
    if unit is None:
        return [FoundFigure(origin, FigureState.GONE, "", None) for origin in origins]
    if was is None:
        was = unit
    spans = _spans(was, origins, _own_cell(was, name))
    return [_seen(origin, span, was, unit) for origin, span in zip(origins, spans, strict=True)]


def _own_cell(unit: Unit, name: str) -> int | None:
    """The one cell a block is limited to, where the row's other cells are blocks of their own; None for a whole row."""
    return unit.marks.get(name) if len(unit.marks) > 1 else None


# --- where a figure stood ------------------------------------------------------------------------


def _spans(unit: Unit, origins: Sequence[PrintedFigure], only: int | None) -> list[_Span | None]:
    """The place of each figure, found from the last to the first: unmarked numbers ("1." of a row) stand first."""
    cells = [only] if only is not None else range(len(unit.cells))
    free = [(cell, len(unit.cells[cell])) for cell in cells]
    spans: list[_Span | None] = []
    for origin in reversed(origins):
        span = None
        for index in range(len(free) - 1, -1, -1):
            cell, end = free[index]
            start = _last(origin.text, unit.cells[cell], end)
            if start >= 0:
                span = _Span(cell, start, start + len(one_line(nfc(origin.text))))
                del free[index + 1 :]
                free[index] = (cell, start)
                break
        spans.append(span)
    return spans[::-1]


def _last(text: str, within: str, end: int) -> int:
    """Where `text` last stands before `end`, whole (not as a part of a longer number), in any case; or -1."""
    wanted, letters = bare(text), plain(within).casefold()
    if not wanted:
        return -1
    at = letters.rfind(wanted, 0, end)
    while at >= 0 and wanted[0].isdigit() and not _is_whole(letters, at, at + len(wanted)):
        at = letters.rfind(wanted, 0, at + len(wanted) - 1)
    return at


def _is_whole(text: str, start: int, end: int) -> bool:
    """True if the number from `start` to `end` is no part of a longer one ("16" in "2016", "3,16", "16.000")."""
    goes_on = text[end : end + 1].isdigit() or (text[end : end + 1] in (".", ",") and text[end + 1 : end + 2].isdigit())
    before = text[start - 1] if start else " "
    return not goes_on and not before.isdigit() and before not in ".,"


# --- what stands there now -----------------------------------------------------------------------


def _seen(origin: PrintedFigure, span: _Span | None, was: Unit, unit: Unit) -> FoundFigure:
    if span is None:
        return _sought(origin, unit)
    cell = _same_cell(span.cell, was, unit)
    if cell is None:
        return _sought(origin, unit)
    if was.cells[span.cell] == unit.cells[cell]:
        at, end = span.start, span.end
    else:
        at, end = _place_now(was.cells[span.cell], span, unit.cells[cell])
    now = unit.cells[cell][at:end]
    if bare(now) == bare(origin.text):
        return FoundFigure(origin, FigureState.KEPT, now, unit, cell, at)
    return FoundFigure(
        origin, FigureState.RETYPED if now else FigureState.GONE, shortened(now, _LONGEST_NOW), unit, cell, at
    )


def _sought(origin: PrintedFigure, unit: Unit) -> FoundFigure:
    """Where the place is not known any more: the figure is kept if it still stands anywhere in its block."""
    for cell, text in enumerate(unit.cells):
        start = _last(origin.text, text, len(text))
        if start >= 0:
            end = start + len(one_line(nfc(origin.text)))
            return FoundFigure(origin, FigureState.KEPT, text[start:end], unit, cell, start)
    return FoundFigure(origin, FigureState.RETYPED, shortened(unit.label or unit.text, _LONGEST_NOW), unit)


def _same_cell(cell: int, was: Unit, unit: Unit) -> int | None:
    """The cell of `unit` that was `cell` of `was`: by place, or by its heading where columns came or went."""
    if len(was.cells) == len(unit.cells):
        return cell
    title = was.columns[cell] if cell < len(was.columns) else ""
    if title and unit.columns.count(title) == 1:
        return unit.columns.index(title)
    return None


def _place_now(was: str, span: _Span, now: str) -> tuple[int, int]:
    """The letters of `now` from–to between the words that stood round the figure in `was`."""
    old, new = words_of(was), words_of(now)
    first = next((i for i, word in enumerate(old) if word.end > span.start), len(old))
    last = next((i for i, word in enumerate(old) if word.start >= span.end), len(old))
    pairs = matches([word.key for word in old], [word.key for word in new])
    kept = dict(pairs)
    if all(i in kept for i in range(first, last)) and all(
        kept[j] == kept[i] + 1 for i, j in pairwise(range(first, last))
    ):
        return _stretch(new, kept[first], kept[last - 1] + 1) if first < last else (0, 0)
    begin = max((j + 1 for i, j in pairs if i < first), default=0)
    end = min((j for i, j in pairs if i >= last), default=len(new))
    lead = max((i + 1 for i, _ in pairs if i < first), default=0)
    trail = min((i for i, _ in pairs if i >= last), default=len(old))
    return _picked(old[lead:trail], new[begin:end], range(first - lead, last - lead))


def _stretch(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """From the first letter of a word to the last of another, which is not reached."""
    return (words[first].start, words[last - 1].end) if first < last else (0, 0)


def _picked(old: Sequence[Word], new: Sequence[Word], figure: range) -> tuple[int, int]:
    """Of a rewritten stretch, what took the figure's place: number for number where both have as many."""
    if not new or len(figure) == len(old):
        return _stretch(new, 0, len(new))
    numbers_old = [i for i, word in enumerate(old) if is_figure(word.key)]
    numbers_new = [i for i, word in enumerate(new) if is_figure(word.key)]
    own = [i for i in numbers_old if i in figure]
    if own and len(numbers_old) == len(numbers_new):
        first, last = (numbers_new[numbers_old.index(i)] for i in (own[0], own[-1]))
        after = figure.stop - 1 - own[-1]  # "%", a unit
        return _stretch(new, first, min(last + 1 + after, len(new)))
    if own and not numbers_new and len(own) < len(numbers_old):
        return 0, 0
    return _stretch(new, 0, len(new))


# --- numbers of an edited report that a person wrote: no cell of the workbook stands behind them ----------------------


@dataclass(frozen=True, slots=True)
class TypedNumbers:
    """A paragraph or row with the numbers in it that were not there when the program wrote the document."""

    unit: Unit
    numbers: tuple[str, ...]


def typed_numbers(
    units: Sequence[Unit], base: Sequence[Unit], found: Iterable[FoundFigure]
) -> tuple[TypedNumbers, ...]:
    """What people added, in the order of the text; a figure typed over in its own place is not told again."""
    before_now = _counterparts(units, base)
    retyped: dict[int, Counter[str]] = {}
    for one in found:
        if one.unit is not None:
            retyped.setdefault(id(one.unit), Counter()).update(_numbers(one.now))
    typed = []
    for unit in units:
        before = before_now.get(id(unit))
        known = Counter(_numbers(before.text) if before else ()) | retyped.get(id(unit), Counter())
        if new := tuple((Counter(_numbers(unit.text)) - known).elements()):
            typed.append(TypedNumbers(unit, new))
    return tuple(typed)


@dataclass(frozen=True, slots=True)
class TurnedWords:
    """A paragraph or row with figures whose verdict a person worded anew: what the program wrote there."""

    unit: Unit
    before: Unit


_VERDICT = re.compile(
    r"(?:(?:chưa|không) )?(?:đạt|vượt|hoàn thành|thực hiện)|tăng|giảm|đúng hạn|trước hạn|trong hạn|quá hạn|chậm"
    r"|tạm dừng|thường xuyên|cao|thấp",
)
"""Words that say how a figure is to be taken."""


def turned_words(units: Sequence[Unit], base: Sequence[Unit]) -> tuple[TurnedWords, ...]:
    """Where a word of the verdict is gone that the program had put beside its figures, in the order of the text."""
    before_now = _counterparts(units, base)
    found = []
    for unit in units:
        before = before_now.get(id(unit))
        if before is not None and before.text != unit.text and _numbers(before.text) and _numbers(unit.text):
            old, now = (Counter(_VERDICT.findall(one_line(one.text).casefold())) for one in (before, unit))
            if old - now:
                found.append(TurnedWords(unit, before))
    return tuple(found)


def _counterparts(units: Sequence[Unit], base: Sequence[Unit]) -> dict[int, Unit]:
    """What each unit was when the program wrote it, by its identity."""
    marked = {name: unit for unit in base for name in unit.marks}
    found = {id(units[j]): base[i] for i, j in matches([unit.text for unit in base], [unit.text for unit in units])}
    for unit in units:
        if id(unit) not in found and (named := _by_name(unit, marked)) is not None:
            found[id(unit)] = named
    return found


def _by_name(unit: Unit, marked: Mapping[str, Unit]) -> Unit | None:
    return next((marked[name] for name in unit.marks if name in marked), None)


def _numbers(text: str) -> list[str]:
    """Numbers in digits, and those that are written in words."""
    return [*(token for token in tokens(text) if is_figure(token)), *worded_numbers(text)]
