"""Which paragraph of OLD became which of NEW, which row which: equal ones first, then the most alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.core.characters import seen_letters
from generator.office.names import TBL, TR, P, ends_section
from generator.office.word_diff import bag, diff, matches
from generator.office.word_text import on_one_line
from generator.redline.element_keys import quick_key
from generator.redline.sameness import block_key, cells_of, row_key

if TYPE_CHECKING:
    from lxml.etree import _Element

_ALIKE_ENOUGH = 0.4
_COMPARISONS = 12_000
_TEXT_COMPARED = 3_000
_LEAST_MOVED = 12


@dataclass(frozen=True, slots=True)
class Step:
    """`old` became `new`; one of them is None where a block came or went. `equal`: nothing in it changed.

    `moved` names a paragraph that stands elsewhere unchanged: the same number at both places.
    """

    old: int | None
    new: int | None
    equal: bool = False
    moved: int | None = None


def align(old: Sequence[_Element], new: Sequence[_Element], moves: bool = False) -> list[Step]:
    """How the blocks or rows of OLD become those of NEW, in the order in which the result shows them."""
    before, after = _keys(old, new)
    moved = _moved(before, after, old) if moves else {}
    goes = {i: number for number, (i, _) in enumerate(moved.items())}
    comes = {j: number for number, (_, j) in enumerate(moved.items())}
    steps: list[Step] = []
    for tag, i1, i2, j1, j2 in diff(before, after):
        if tag == "equal":
            steps.extend(Step(i1 + step, j1 + step, equal=True) for step in range(i2 - i1))
            continue
        olds = [i for i in range(i1, i2) if i not in goes]
        news = [j for j in range(j1, j2) if j not in comes]
        pairs = [(olds[i], news[j]) for i, j in _alike([old[i] for i in olds], [new[j] for j in news])]
        i, j = i1, j1
        for next_i, next_j in [*pairs, (i2, j2)]:
            steps.extend(Step(gone, None, moved=goes.get(gone)) for gone in range(i, next_i))
            steps.extend(Step(None, come, moved=comes.get(come)) for come in range(j, next_j))
            if next_i < i2 and (next_i, next_j) in pairs:
                steps.append(Step(next_i, next_j))
            i, j = next_i + 1, next_j + 1
    return steps


def _keys(old: Sequence[_Element], new: Sequence[_Element]) -> tuple[list[Hashable], list[Hashable]]:
    """A key for each: equal keys are equal elements. The costly key is reckoned only where the quick one differs."""
    quick_old, quick_new = [quick_key(one) for one in old], [quick_key(one) for one in new]
    shared = set(quick_old) & set(quick_new)
    return (
        [key if key in shared else _full_key(one) for key, one in zip(quick_old, old, strict=True)],
        [key if key in shared else _full_key(one) for key, one in zip(quick_new, new, strict=True)],
    )


def _full_key(element: _Element) -> Hashable:
    if element.tag == TR:
        return row_key(element)
    return id(element) if element.tag == TBL else block_key(element)


def _moved(before: Sequence[Hashable], after: Sequence[Hashable], old: Sequence[_Element]) -> dict[int, int]:
    """Paragraphs that left one place and came unchanged at another: index in OLD → index in NEW."""
    kept = matches(before, after)
    gone = set(range(len(before))) - {i for i, _ in kept}
    waiting: dict[Hashable, list[int]] = {}
    for j in sorted(set(range(len(after))) - {j for _, j in kept}):
        waiting.setdefault(after[j], []).append(j)
    found: dict[int, int] = {}
    for i in sorted(gone):
        if waiting.get(before[i]) and _may_move(old[i]):
            found[i] = waiting[before[i]].pop(0)
    return found


def _may_move(element: _Element) -> bool:
    return element.tag == P and len(on_one_line(element)) >= _LEAST_MOVED and not ends_section(element)


def _alike(old: Sequence[_Element], new: Sequence[_Element]) -> list[tuple[int, int]]:
    """Pairs of blocks that are the same one, changed: the order-keeping choice with the greatest likeness."""
    if not old or not new:
        return []
    if len(old) * len(new) <= _COMPARISONS:
        return _best_pairs(old, new)
    frames_old, frames_new = [_frame(one) for one in old], [_frame(one) for one in new]
    pairs = [(i, j) for i, j in matches(frames_old, frames_new) if may_pair(old[i], new[j])]
    found = list(pairs)
    for (i1, j1), (i2, j2) in zip([(-1, -1), *pairs], [*pairs, (len(old), len(new))], strict=True):
        inner_old, inner_new = old[i1 + 1 : i2], new[j1 + 1 : j2]
        if inner_old and inner_new and len(inner_old) * len(inner_new) <= _COMPARISONS:
            found.extend((i1 + 1 + i, j1 + 1 + j) for i, j in _best_pairs(inner_old, inner_new))
    return sorted(found)


def _frame(element: _Element) -> str:
    """What stays of a text when its figures change."""
    return f"{element.tag}{re.sub(r'[0-9.,%]+', '0', _letters(element))}"


def _best_pairs(old: Sequence[_Element], new: Sequence[_Element]) -> list[tuple[int, int]]:
    likeness = _likeness(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = likeness(i, j)
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired + best[i + 1][j + 1] if paired else 0.0)
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        paired = likeness(i, j)
        if paired and best[i][j] == paired + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(old: Sequence[_Element], new: Sequence[_Element]) -> Callable[[int, int], float]:
    words_old, words_new = ([bag(_letters(one)[:_TEXT_COMPARED]) for one in side] for side in (old, new))
    known: dict[tuple[int, int], float] = {}

    def likeness(i: int, j: int) -> float:
        """0.0 for two that are not the same one, else up to 1.5."""
        if (i, j) not in known:
            known[i, j] = _pair_likeness(old[i], new[j], words_old[i], words_new[j])
        return known[i, j]

    return likeness


def _pair_likeness(old: _Element, new: _Element, words: Counter[str], others: Counter[str]) -> float:
    if not may_pair(old, new):
        return 0.0
    total = words.total() + others.total()
    shared = 2 * (words & others).total() / total if total else 1.0
    if old.tag == TBL:
        return _ALIKE_ENOUGH + shared
    if old.tag == TR:
        named = _first_cell(old)
        shared += 0.5 if named and named == _first_cell(new) else 0.0
    return shared if shared >= _ALIKE_ENOUGH else 0.0


def may_pair(old: _Element, new: _Element) -> bool:
    """False for a pair that no tracked change can lead from one to the other inside itself."""
    if old.tag != new.tag:
        return False
    if old.tag == TR:
        same_frame = [row.find("{*}tblPrEx") is None for row in (old, new)] == [True, True]
        return same_frame and len(list(cells_of(old))) == len(list(cells_of(new)))
    return old.tag != P or ends_section(old) == ends_section(new)


def _letters(element: _Element) -> str:
    """The text as it is seen: how its letters are coded makes no block another one."""
    return seen_letters(on_one_line(element))


def _first_cell(row: _Element) -> str:
    return next((_letters(cell).strip() for cell in cells_of(row)), "")
